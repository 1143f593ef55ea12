package dev.firmtrail.hubclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.objects.BundleEntry;
import dev.firmtrail.objects.ObjectStore;
import dev.firmtrail.state.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent of a bundle, however it is asked for. */
final class BundleStreamTest {
  private static final List<String> CONTENTS = List.of("one", "", "three".repeat(100));

  @TempDir private Path directory;
  private ObjectStore store;
  private final List<BundleEntry> entries = new ArrayList<>();
  private final ByteArrayOutputStream wanted = new ByteArrayOutputStream();

  @BeforeEach
  void fillStore() throws IOException {
    store = ObjectStore.open(directory.resolve("objects"));
    for (String content : CONTENTS) {
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      ObjectId id = ObjectId.of(bytes);
      store.put(new ByteArrayInputStream(bytes), id, bytes.length);
      BundleEntry entry = new BundleEntry(id, bytes.length, "app/\u00e4");
      entries.add(entry);
      entry.writeTo(wanted);
      wanted.write(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 42, 50, 10_000})
  void givesTheSameInPiecesOfAnySize(int piece) throws IOException {
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    byte[] buffer = new byte[piece];
    try (InputStream in = new BundleStream(store, entries)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        got.write(buffer, 0, n);
      }
    }
    assertThat(got.toByteArray()).isEqualTo(wanted.toByteArray());
    assertThat(BundleStream.length(entries)).isEqualTo(wanted.size());
  }

  @Test
  void givesTheSameByteByByte() throws IOException {
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    try (InputStream in = new BundleStream(store, entries)) {
      for (int one = in.read(); one >= 0; one = in.read()) {
        got.write(one);
      }
    }
    assertThat(got.toByteArray()).isEqualTo(wanted.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "on", "once"})
  void doesNotGiveAnObjectOfAnotherSize(String now) throws IOException {
    Files.writeString(store.path(entries.getFirst().id()), now);

    try (InputStream in = new BundleStream(store, entries)) {
      assertThatThrownBy(in::readAllBytes).hasMessageContaining("changed its size");
    }
  }
}
