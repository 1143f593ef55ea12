/**
 * What the published device would say to a state: its verifier, rehearsed, so that whoever signs
 * sees both verdicts before a fleet does.
 *
 * <p>The device reads by rules of its own: it looks for names at any depth of the raw text, matches
 * patterns on bytes, hashes the text as it came, takes the algorithm's label for a hash and nothing
 * more, and checks no dates. Here these rules are kept, not judged; {@link
 * dev.firmtrail.signatures} says what is to be trusted. A verdict of this package lets nobody in.
 *
 * <p>All of it was recorded from the device's own verifier; see {@code vectors/pvs}. Where no
 * answer was recorded, the verdict says so.
 */
@NullMarked
package dev.firmtrail.signatures.device;

import org.jspecify.annotations.NullMarked;
