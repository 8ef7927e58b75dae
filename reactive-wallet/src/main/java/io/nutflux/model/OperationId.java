package io.nutflux.model;

/** Names one operation of one wallet. Not secret; appears in results, events and logs. */
public record OperationId(String value) implements Comparable<OperationId> {

    public OperationId {
        if (!value.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("an operation id is 32 lower case hexadecimal characters");
        }
    }

    @Override
    public int compareTo(OperationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
