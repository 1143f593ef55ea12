@NullMarked
package dev.firmtrail.hub.web;

import org.jspecify.annotations.NullMarked;
