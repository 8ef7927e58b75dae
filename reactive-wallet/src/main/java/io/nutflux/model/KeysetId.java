package io.nutflux.model;

/**
 * A keyset's id (NUT-02): 16 hexadecimal characters starting {@code 00} (version 1), or 66 starting {@code 01}
 * (version 2). A version 2 id may travel in tokens as its first 8 bytes: the short form, which must be resolved against
 * a mint's full ids before anything else is done with it (protocol 00.34 to 00.37).
 *
 * @param hex lower case
 */
public record KeysetId(String hex) implements Comparable<KeysetId> {

    private static final int SHORT_BYTES = 8;
    private static final int FULL_V2_BYTES = 33;

    public KeysetId {
        if (hex.length() != 2 * SHORT_BYTES && hex.length() != 2 * FULL_V2_BYTES) {
            throw new IllegalArgumentException("a keyset id has 8 or 33 bytes");
        }
        hex = Hex.encode(Hex.decode(hex));
    }

    public static KeysetId of(byte[] bytes) {
        return new KeysetId(Hex.encode(bytes));
    }

    public byte[] toBytes() {
        return Hex.decode(hex);
    }

    /** The version byte: 0 and 1 are known; anything else is a keyset to leave alone (protocol 02.13). */
    public int version() {
        return Integer.parseInt(hex.substring(0, 2), 16);
    }

    /** Whether this is the 8-byte form of a version 2 id. */
    public boolean isShort() {
        return hex.length() == 2 * SHORT_BYTES && version() != 0;
    }

    /** Whether this, a full id, could be meant by {@code id}: equal to it, or begun by it where it is short. */
    public boolean isMeantBy(KeysetId id) {
        return id.isShort() ? !isShort() && hex.startsWith(id.hex) : equals(id);
    }

    @Override
    public int compareTo(KeysetId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
