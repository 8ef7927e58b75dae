package io.nutflux.model;

import java.util.Arrays;

/**
 * The exact bytes of a request. A request that moves value is stored before it leaves and repeated byte for byte
 * (NUT-19). Holds secrets: redacted.
 */
public final class RequestBody {

    private final byte[] bytes;

    private RequestBody(byte[] bytes) {
        this.bytes = bytes;
    }

    public static RequestBody of(byte[] bytes) {
        return new RequestBody(bytes.clone());
    }

    /** A fresh copy of the bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RequestBody that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "RequestBody[" + bytes.length + " bytes, redacted]";
    }
}
