package io.nutflux.testmint;

/** The key pair of one amount. */
final class MintKey {

    private final byte[] secret;
    private final byte[] point;
    private final String hex;

    MintKey(byte[] secret) {
        this.secret = secret.clone();
        this.point = Curve.publicPoint(secret);
        this.hex = Curve.hex(point);
    }

    /** {@code K}, the public key, compressed, in hex. */
    String hex() {
        return hex;
    }

    /** {@code K} as an uncompressed point. */
    byte[] point() {
        return point.clone();
    }

    /** {@code k * point}. */
    byte[] sign(byte[] other) {
        return Curve.multiply(other, secret);
    }

    Dleq prove(byte[] blinded, byte[] signature) {
        return Dleq.prove(secret, point, blinded, signature);
    }

    @Override
    public String toString() {
        return "MintKey[" + hex + "]";
    }
}
