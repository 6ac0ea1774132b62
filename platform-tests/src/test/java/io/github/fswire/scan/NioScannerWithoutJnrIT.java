package io.github.fswire.scan;

/** The scanner on {@code java.nio.file} alone. */
class NioScannerWithoutJnrIT extends NioScannerIT {
    @Override
    String kind() {
        return "nio-unix";
    }
}
