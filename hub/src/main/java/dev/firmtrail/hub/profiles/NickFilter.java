package dev.firmtrail.hub.profiles;

/**
 * Which nicks are wanted, as published: {@code ^text} begins with, {@code !text} is not, else is;
 * an empty text is no wish. Case does not count.
 *
 * @param sql a condition on {@code a.nick} with the parameter {@code :text}
 */
record NickFilter(String sql, String text) {
  static NickFilter of(String wish) {
    if (wish.isEmpty()) {
      return new NickFilter("AND :text = ''", "");
    }
    return switch (wish.charAt(0)) {
      case '^' ->
          new NickFilter(
              "AND substr(a.nick, 1, length(:text)) = :text COLLATE NOCASE", wish.substring(1));
      case '!' -> new NickFilter("AND a.nick <> :text", wish.substring(1));
      default -> new NickFilter("AND a.nick = :text", wish);
    };
  }
}
