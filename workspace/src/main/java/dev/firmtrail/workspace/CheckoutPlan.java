package dev.firmtrail.workspace;

import java.util.List;

/**
 * What a checkout would do; keys in code point order.
 *
 * @param created files that are not there
 * @param overwritten files that hold something else, or links, which would be replaced
 */
public record CheckoutPlan(List<String> created, List<String> overwritten) {
  public CheckoutPlan {
    created = List.copyOf(created);
    overwritten = List.copyOf(overwritten);
  }
}
