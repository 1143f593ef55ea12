/**
 * People: their accounts, how they and devices log in, and how secrets are kept ({@code
 * docs/formats/hub.md}, Accounts).
 */
@NullMarked
package dev.firmtrail.hub.accounts;

import org.jspecify.annotations.NullMarked;
