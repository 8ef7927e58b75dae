package io.nutflux.crypto;

/** The engines that a contract is held against. */
enum Engines {
    BOUNCY_CASTLE {
        @Override
        CurveEngine shared() {
            return CurveEngine.bouncyCastle();
        }

        @Override
        CurveEngine fresh() {
            return new BouncyCastleEngine(TestRandomness.seeded("fresh engine"));
        }
    },
    STANDARD {
        @Override
        CurveEngine shared() {
            return CurveEngine.standard();
        }

        @Override
        CurveEngine fresh() {
            return new StandardEngine(BOUNCY_CASTLE.fresh());
        }
    };

    /** The one that everybody gets, which may know keys already. */
    abstract CurveEngine shared();

    /** One that knows no key. */
    abstract CurveEngine fresh();
}
