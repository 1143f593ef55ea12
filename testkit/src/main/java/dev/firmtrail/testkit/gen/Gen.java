package dev.firmtrail.testkit.gen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes values for a property test; the lower the drawn numbers, the simpler the value. Stateless.
 */
@FunctionalInterface
public interface Gen<T> {
  T from(Draws draws);

  default <R> Gen<R> map(Function<? super T, ? extends R> made) {
    return draws -> made.apply(from(draws));
  }

  /** Both ends included; the first is the simplest. */
  static Gen<Integer> ints(int first, int last) {
    return draws -> first + draws.below(last - first + 1);
  }

  @SafeVarargs
  static <T> Gen<T> oneOf(Gen<? extends T>... choices) {
    List<Gen<? extends T>> copied = new ArrayList<>();
    for (Gen<? extends T> choice : choices) {
      copied.add(choice);
    }
    return draws -> copied.get(draws.below(copied.size())).from(draws);
  }

  static <T> Gen<T> of(List<? extends T> values) {
    List<T> copied = List.copyOf(values);
    return draws -> copied.get(draws.below(copied.size()));
  }

  /**
   * Whether another item follows is drawn before each, so that a row gets simpler by leaving one
   * item out.
   */
  static <T> Gen<List<T>> lists(Gen<? extends T> items, int longest) {
    return draws -> {
      List<T> list = new ArrayList<>();
      while (list.size() < longest && draws.below(longest + 1) != 0) {
        list.add(items.from(draws));
      }
      return list;
    };
  }

  /** Maps in insertion order; equal keys fall together. */
  static <K, V> Gen<Map<K, V>> maps(Gen<? extends K> keys, Gen<? extends V> values, int largest) {
    return draws -> {
      Map<K, V> map = new LinkedHashMap<>();
      while (map.size() < largest && draws.below(largest + 1) != 0) {
        map.put(keys.from(draws), values.from(draws));
      }
      return map;
    };
  }

  /**
   * Any Unicode text without lone surrogates, letters first, with what breaks programs in between.
   */
  static Gen<String> strings(int longest) {
    Gen<Integer> nasty =
        of(
            "\0\u0001\u001F\b\t\n\f\r\"\\/<>&'~%#,-.\u007F\u0085\u00E9\u0301\u202E\u2028\u2029\uFB00\uFEFF\uFFFD\uFFFF\uD83D\uDE00\uDBFF\uDFFF"
                .codePoints()
                .boxed()
                .toList());
    Gen<Integer> any =
        ints(0, Character.MAX_CODE_POINT).map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xE000 : c);
    Gen<List<Integer>> characters = lists(oneOf(ints('a', 'z'), nasty, any), longest);
    return characters.map(list -> {
      StringBuilder text = new StringBuilder();
      list.forEach(text::appendCodePoint);
      return text.toString();
    });
  }
}
