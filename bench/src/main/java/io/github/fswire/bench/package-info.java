/** Comparisons with a floor in C or with the JDK, each in one run; the class comment has the question and the command. */
@NullMarked
package io.github.fswire.bench;

import org.jspecify.annotations.NullMarked;
