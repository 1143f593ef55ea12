/**
 * Who logged in, or tried to, and who changed what belongs to whom ({@code docs/formats/hub.md},
 * Audit). Whoever changes something adds its record in the same transaction.
 */
@NullMarked
package dev.firmtrail.hub.audit;

import org.jspecify.annotations.NullMarked;
