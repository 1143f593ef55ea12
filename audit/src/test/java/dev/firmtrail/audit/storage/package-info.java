/** Tests of audits of a device's storage, on storages that are made as a device makes them. */
@NullMarked
package dev.firmtrail.audit.storage;

import org.jspecify.annotations.NullMarked;
