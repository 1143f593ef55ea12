/**
 * What the hub says of itself to other programs and to whoever writes them: one OpenAPI document,
 * and a page made of it ({@code docs/decisions/0009}). The document's text lies beside this
 * package's classes, a file for each subject.
 */
@NullMarked
package dev.firmtrail.hub.openapi;

import org.jspecify.annotations.NullMarked;
