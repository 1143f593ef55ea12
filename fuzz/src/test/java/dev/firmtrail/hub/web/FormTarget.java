package dev.firmtrail.hub.web;

import dev.firmtrail.fuzz.Input;
import dev.firmtrail.fuzz.Must;
import dev.firmtrail.fuzz.Target;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A form: what was written is read, whatever stands before and behind it; all else is refused. */
public final class FormTarget implements Target {
  @Override
  public void accept(byte[] input) {
    Input pieces = new Input(input);
    String value = pieces.text();
    byte[] form = pieces.rest();
    Optional<String> found;
    try {
      found = Form.value(form, "challenge");
    } catch (Refusal refused) {
      Must.beShowable(refused);
      Must.hold(refused.status() == 400, "status " + refused.status());
      return;
    }
    byte[] written =
        ("challenge=" + URLEncoder.encode(value, StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8);
    byte[] both = new byte[form.length + 1 + written.length];
    System.arraycopy(form, 0, both, 0, form.length);
    both[form.length] = '&';
    System.arraycopy(written, 0, both, form.length + 1, written.length);
    Must.hold(
        Form.value(both, "challenge").equals(Optional.of(found.orElse(value))), "other value");
  }
}
