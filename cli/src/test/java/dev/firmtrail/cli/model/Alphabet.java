package dev.firmtrail.cli.model;

import java.util.List;

/** The names and contents that rows are made of: few, so that they meet again and clash. */
final class Alphabet {
  static final List<String> KEYS =
      List.of(
          "a",
          "b.json",
          "d/x",
          "d/y.json",
          "d",
          "d/e/z",
          "app/root.img",
          "app/run.json",
          "app1/root.img",
          "_config/app/f.json",
          "_config/app1/f.json",
          ".hidden",
          "ä b",
          "Ω/😀.json",
          ".pvrc");

  static final List<String> DIRECTORIES = List.of("d", "app", "new", "d/e", "_config/app", "a");

  private static final List<String> TEXTS = List.of("x", "", "y\n", "\0\u0001", "{\"a\":1}", "ü");

  private static final List<String> DOCUMENTS =
      List.of(
          "{\"a\":1}",
          "{\"a\":1.0,\"b\":{\"c\":2}}",
          " {\"a\": 1e0 }\n",
          "{\"a\":1,\"n\":null}",
          "{\"b\":{\"c\":null,\"d\":[1,null,{\"z\":null}]}}",
          "[]",
          "{}",
          "null",
          "9007199254740993",
          "9007199254740992",
          "{\"f\":0.30000000000000004,\"e\":1e30,\"k\":\"<é\\u0007>\"}",
          "\"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\"",
          "{\"a\":",
          "{\"a\":1,\"a\":2}");

  private Alphabet() {}

  static String content(String key, int number) {
    return Move.pick(key.endsWith(".json") ? DOCUMENTS : TEXTS, number);
  }
}
