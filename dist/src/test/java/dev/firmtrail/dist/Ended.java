package dev.firmtrail.dist;

import static org.assertj.core.api.Assertions.assertThat;

/** How a run of a program ended, and what it said. */
record Ended(int code, String out, String err) {
  Ended done() {
    assertThat(code).as(toString()).isZero();
    return this;
  }
}
