/**
 * A Cashu mint in this process, to test wallets and services against.
 *
 * <p>{@link io.nutflux.testmint.TestMint} is the front door. It signs with real keys, keeps real state and answers over
 * HTTP on a loopback port; {@link io.nutflux.testmint.Faults} makes it lose answers, stall and lie on demand. What flows
 * through here: {@code Router} takes a request, {@code Fault}s wrap its processing, {@code Endpoints} reads it, {@code
 * Verifier} judges it and {@code Ledger} commits it.
 *
 * <p>Written without the library's crypto, codecs and token classes, on another curve library, so that a mistake made on
 * one side shows on the other. It needs Reactor Netty, Jackson's databind and secp256k1-kmp on the class path.
 *
 * <p>What does not belong here: any check of the wallet under test, and any use of the packages it is to judge.
 */
@NullMarked
package io.nutflux.testmint;

import org.jspecify.annotations.NullMarked;
