package dev.firmtrail.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.state.ObjectId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The layout of docs/formats/hub.md, Bundles. */
class BundleEntryTest {
  private static final ObjectId ID = ObjectId.of("content".getBytes(UTF_8));

  private static byte[] written(BundleEntry entry) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    entry.writeTo(out);
    return out.toByteArray();
  }

  private static InputStream of(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  @Test
  void isTheHashTheSizeAndTheNameInNetworkOrder() throws IOException {
    byte[] entry = written(new BundleEntry(ID, 0x0102030405060708L, "ä/b"));
    assertThat(HexFormat.of().formatHex(entry))
        .isEqualTo(ID.hex() + "0102030405060708" + "0004" + "c3a42f62");
  }

  @Test
  void isReadAsItWasWrittenAndSaysHowLongItIs() throws IOException {
    for (BundleEntry entry :
        List.of(
            new BundleEntry(ID, 0, ""),
            new BundleEntry(ID, Long.MAX_VALUE, "bsp/kernel.img"),
            new BundleEntry(ID, 7, "ä".repeat(BundleEntry.LONGEST_NAME / 2)))) {
      byte[] bytes = written(entry);
      assertThat(entry.length()).isEqualTo(bytes.length);
      InputStream in = of(Arrays.copyOf(bytes, bytes.length + 3));
      assertThat(BundleEntry.readFrom(in)).contains(entry);
      assertThat(in.available()).isEqualTo(3);
    }
  }

  @Test
  void isNoneWhereTheBundleEnds() throws IOException {
    assertThat(BundleEntry.readFrom(of(new byte[0]))).isEmpty();
  }

  @Test
  void isRefusedWhereverItIsCut() throws IOException {
    byte[] whole = written(new BundleEntry(ID, 7, "name"));
    for (int length = 1; length < whole.length; length++) {
      InputStream cut = of(Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> BundleEntry.readFrom(cut))
          .isInstanceOf(EOFException.class)
          .hasMessage("the bundle ends inside an entry");
    }
  }

  @Test
  void isRefusedWithANegativeSizeOrTooLongAName() throws IOException {
    byte[] entry = written(new BundleEntry(ID, 7, "a".repeat(BundleEntry.LONGEST_NAME)));
    byte[] negative = entry.clone();
    negative[32] = (byte) 0x80;
    byte[] longer = Arrays.copyOf(entry, entry.length + 1);
    longer[41]++;
    byte[] longest = Arrays.copyOf(entry, entry.length + 0x10000);
    longest[40] = (byte) 0xff;
    for (byte[] impossible : List.of(negative, longer, longest)) {
      assertThatThrownBy(() -> BundleEntry.readFrom(of(impossible)))
          .isInstanceOf(StreamCorruptedException.class)
          .hasMessageContaining("impossible");
    }
  }

  @Test
  void isRefusedWithANameThatIsNotText() throws IOException {
    byte[] entry = written(new BundleEntry(ID, 7, "name"));
    entry[entry.length - 1] = (byte) 0xff;
    assertThatThrownBy(() -> BundleEntry.readFrom(of(entry)))
        .isInstanceOf(StreamCorruptedException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void cannotBeMadeWithANegativeSizeOrTooLongAName() {
    assertThatThrownBy(() -> new BundleEntry(ID, -1, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BundleEntry(ID, 1, "ä".repeat(BundleEntry.LONGEST_NAME / 2) + "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyObjectsOfUpToOneMegabyteTravelInABundle() {
    assertThat(new BundleEntry(ID, 1 << 20, "").carriesBytes()).isTrue();
    assertThat(new BundleEntry(ID, (1 << 20) + 1, "").carriesBytes()).isFalse();
  }

  @Test
  void theBytesThatFollowAreReadWholeOrRefused() throws IOException {
    byte[] content = "content".getBytes(UTF_8);
    BundleEntry entry = new BundleEntry(ID, content.length, "");
    InputStream in = of(Arrays.copyOf(content, content.length + 3));
    assertThat(entry.readBytes(in)).isEqualTo(content);
    assertThat(in.available()).isEqualTo(3);
    assertThatThrownBy(() -> entry.readBytes(of(Arrays.copyOf(content, content.length - 1))))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("inside an object");
  }
}
