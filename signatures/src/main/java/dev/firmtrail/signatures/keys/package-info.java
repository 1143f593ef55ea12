/**
 * Where keys come from: PEM files, PKCS#12 files, tokens (PKCS#11), environment variables, and a
 * new developer authority. The one place that knows a library for certificates, and only for making
 * them. What names a key, and which files are read, is in {@code docs/formats/keys.md}.
 */
@NullMarked
package dev.firmtrail.signatures.keys;

import org.jspecify.annotations.NullMarked;
