package io.nutflux.store.sql;

import io.nutflux.vault.Place;

/** A sealed value as a row held it, and the place where it stood. */
final class Sealed {

    private final Place place;
    private final byte[] bytes;

    Sealed(Place place, byte[] bytes) {
        this.place = place;
        this.bytes = bytes;
    }

    Place place() {
        return place;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "Sealed[" + place + "]";
    }
}
