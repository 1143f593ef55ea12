package dev.firmtrail.hubclient;

/** What a person logs in with. */
public record Credentials(String username, String password) {
  /** Without the password. */
  @Override
  public String toString() {
    return "Credentials[" + username + "]";
  }
}
