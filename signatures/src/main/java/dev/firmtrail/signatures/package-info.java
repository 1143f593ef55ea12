/**
 * Who stands behind a state: PVS signatures made, selected, verified, and the keys of a state that
 * they cover.
 *
 * <p>A signature is one file of the state it signs ({@code _sigs/NAME.json}). It names, by
 * patterns, the keys that it protects; the bytes that it signs are the canonical JSON of those keys
 * and their values. {@link dev.firmtrail.signatures.Verifier} judges all signatures of a state and
 * says of each key whether, and by whom, it is covered. Its verdicts are types with reasons:
 * nothing here answers with a bare boolean whether something is to be trusted.
 *
 * <p>{@link dev.firmtrail.signatures.ClientAuthorities} judges the certificates of TLS clients by
 * the same rules.
 *
 * <p>Everything but {@code keys.DeveloperAuthority} stands on {@code state} and on the JDK's own
 * cryptography, because an offline verifier is built on it. The format is described in {@code
 * docs/formats/signatures.md}.
 */
@NullMarked
package dev.firmtrail.signatures;

import org.jspecify.annotations.NullMarked;
