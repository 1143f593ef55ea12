/**
 * Objects: what each owner has announced and uploaded, and the URLs by which bytes come and go
 * ({@code docs/formats/hub.md}, Objects and Bytes).
 *
 * <p>Bytes lie once in the object store, whoever brought them; records are each owner's own.
 * Knowing a hash opens nothing: an owner has an object only after uploading its bytes.
 */
@NullMarked
package dev.firmtrail.hub.objects;

import org.jspecify.annotations.NullMarked;
