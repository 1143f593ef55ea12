/**
 * What people say of themselves to others, and what they keep for all their devices ({@code
 * docs/formats/hub.md}, Profiles).
 */
@NullMarked
package dev.firmtrail.hub.profiles;

import org.jspecify.annotations.NullMarked;
