/* faults.c: what both libraries ask of the calls that a test wants to fail. */
#pragma GCC visibility push(hidden)

/* Whether a test wants this call to fail: its error, or 0. */
int standin_failing(const char *call);
/* From now on no call fails. */
void standin_forget_faults(void);

#pragma GCC visibility pop
