package io.nutflux;

import io.nutflux.CrashEverywhere.MintFault;
import io.nutflux.CrashRedeeming.Oddity;
import io.nutflux.CrashSending.How;
import io.nutflux.store.WalletStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Crashes over a store in memory, which outlives the process that dies: the fastest, so with most of the matrix. */
class CrashEverywhereTest extends CrashMatrix {

    /** Of the points to die at where the mint fails too: every one in the long run. */
    private static final int BESIDE_A_FAULT = 3;

    @Override
    String name() {
        return "memory";
    }

    @Override
    WalletStore store() {
        return WalletStore.inMemory();
    }

    @Override
    int again() {
        return 1;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FALSE_SIGNATURE")
    void redeem_diesAnywhere_losesNothing(Oddity oddity) {
        redeeming(oddity, MintFault.NONE, 0, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWER_LOST", "NOT_REACHED"})
    void redeem_mintFailsAndProcessDiesAnywhere_losesNothing(MintFault fault) {
        redeeming(Oddity.FALSE_SIGNATURE, fault, 0, BESIDE_A_FAULT);
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWER_LOST", "NOT_REACHED"})
    void acceptAndRedeemLater_mintFailsAndProcessDiesAnywhere_losesNothing(MintFault fault) {
        accepting(fault, 0, BESIDE_A_FAULT);
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWER_LOST", "NOT_REACHED"})
    void mint_mintFailsAndProcessDiesAnywhere_losesNothing(MintFault fault) {
        minting(fault, 0, BESIDE_A_FAULT);
    }

    @Test
    void reclaim_mintFailsAndProcessDiesAnywhere_losesNothing() {
        reclaiming(MintFault.ANSWER_LOST, 0, BESIDE_A_FAULT);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SWAP")
    void send_diesAnywhere_losesNothing(How how) {
        sending(how, MintFault.NONE, 0, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"ANSWER_LOST", "NOT_REACHED"})
    void sendBySwap_mintFailsAndProcessDiesAnywhere_losesNothing(MintFault fault) {
        sending(How.SWAP, fault, 0, BESIDE_A_FAULT);
    }
}
