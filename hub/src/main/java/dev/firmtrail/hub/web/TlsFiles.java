package dev.firmtrail.hub.web;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a hub that speaks TLS itself shows to its clients ({@code docs/formats/hub.md}, TLS).
 *
 * @param certificate a PEM file: the hub's certificate, then those that lead to a root
 * @param key its private key: a file in PEM or PKCS#12, not under a passphrase
 * @param legacyDevices whether also those are served that know nothing better than static RSA and
 *     AES in CBC; holds for the whole process, and has to come before its first use of TLS
 * @param deviceAuthorities a PEM file of authorities that vouch for devices; clients are asked for
 *     a certificate where it is there
 */
public record TlsFiles(
    Path certificate, Path key, boolean legacyDevices, Optional<Path> deviceAuthorities) {}
