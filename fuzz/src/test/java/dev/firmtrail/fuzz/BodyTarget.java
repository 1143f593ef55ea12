package dev.firmtrail.fuzz;

import dev.firmtrail.hub.accounts.AccountBody;
import dev.firmtrail.hub.accounts.PersonalTokenBody;
import dev.firmtrail.hub.devices.DeviceBody;
import dev.firmtrail.hub.devices.JoinTokenBody;
import dev.firmtrail.hub.objects.ObjectBody;
import dev.firmtrail.hub.profiles.ProfileBody;
import dev.firmtrail.hub.signatures.PolicyBody;
import dev.firmtrail.hub.trails.ReportBody;
import dev.firmtrail.hub.trails.StepBody;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.JsonException;
import dev.firmtrail.state.json.JsonReader;
import java.util.List;

/**
 * The bodies that the hub's routes take; the first byte chooses the route. A body is refused with a
 * {@link Refusal} that is the caller's fault, or keeps every rule.
 */
final class BodyTarget implements Target {
  private final List<Body> bodies =
      List.of(
          new AccountBody(),
          new DeviceBody(),
          new ObjectBody(),
          new StepBody(),
          new PolicyBody(),
          new ReportBody(),
          new JoinTokenBody(),
          new PersonalTokenBody(),
          new ProfileBody());

  @Override
  public void accept(byte[] input) {
    Input pieces = new Input(input);
    Body body = bodies.get(pieces.number() % bodies.size());
    try {
      body.accept(JsonReader.readObject(pieces.rest()));
    } catch (JsonException refused) {
      Must.beShowable(refused);
    } catch (Refusal refused) {
      Must.beShowable(refused);
      Must.hold(refused.status() >= 400 && refused.status() < 500, "status " + refused.status());
    }
  }
}
