package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firmtrail.hub.FleetAuthority.Credential;
import dev.firmtrail.hub.OwnershipWorld.Heard;
import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.web.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificates of devices are believed. openssl makes them and is the device. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceCertificatesTest {
  private OwnershipWorld world;
  private DeviceLogin device;
  private int turn;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    world = new OwnershipWorld(directory);
  }

  @BeforeEach
  void makeADevice() {
    world.later(Duration.ZERO);
    device = world.hub().device(world.alice(), "box-" + turn++);
  }

  @AfterAll
  void stop() {
    if (world != null) {
      world.close();
    }
  }

  @Test
  void followsAChainToTheAuthority() throws Exception {
    FleetAuthority line = world.fleet().below("/CN=Line");
    FleetAuthority shift = line.below("/CN=Shift");
    world.completes(device, OwnershipWorld.with(shift.device("chained", "/CN=chained")));
    Credential longer = line.device("longer", "/CN=longer");
    Path behind = world.directory().resolve("behind.pem");
    for (Path each :
        List.of(
            longer.chain().orElseThrow(),
            world.fleet().certificate(),
            world.strangers().certificate())) {
      Files.writeString(
          behind, Files.readString(each), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    world.completes(
        world.hub().device(world.alice(), "longer"),
        OwnershipWorld.with(
            new Credential(longer.certificate(), longer.key(), Optional.of(behind))));
    Credential gap = line.device("gap", "/CN=gap");
    world.refuses(
        world.hub().device(world.alice(), "gap"),
        OwnershipWorld.with(
            new Credential(gap.certificate(), gap.key(), Optional.of(world.fleet().certificate()))),
        OwnershipWorld.NOBODY_VOUCHES);
    world.refuses(
        world.hub().device(world.alice(), "device-as-authority"),
        OwnershipWorld.with(world.strangers().below("/CN=Line").device("forged", "/CN=forged")),
        OwnershipWorld.NOBODY_VOUCHES);
  }

  @Test
  void keepsAnAuthorityBelowToWhatThatOneMaySign() throws Exception {
    // A device's own certificate in the place of an authority's.
    FleetAuthority notOne = world.fleet().belowWith("/CN=no authority", "device");
    world.refuses(
        device,
        OwnershipWorld.with(notOne.device("below-a-device", "/CN=below")),
        OwnershipWorld.NOBODY_VOUCHES);
  }

  @Test
  void refusesWhatNobodyInTheFileVouchesFor() throws Exception {
    // The same name, another key.
    world.refuses(
        device,
        OwnershipWorld.with(world.strangers().device("stranger", "/CN=stranger")),
        OwnershipWorld.NOBODY_VOUCHES);
    world.refuses(
        device,
        OwnershipWorld.with(world.strangers().selfSigned("self", "/CN=self")),
        OwnershipWorld.NOBODY_VOUCHES);
    world.refuses(
        device,
        OwnershipWorld.with(world.strangers().selfSigned("same", "/O=Fleet/CN=Fleet CA")),
        OwnershipWorld.NOBODY_VOUCHES);
    world.refuses(
        device,
        OwnershipWorld.with(
            new Credential(world.fleet().certificate(), world.fleet().key(), Optional.empty())),
        "is of an authority, not of a client");
  }

  @Test
  void refusesACertificateForSomethingElse() throws Exception {
    world.refuses(
        device,
        OwnershipWorld.with(world.fleet().of("server", "server")),
        "is not for clients of TLS");
    world.refuses(
        device,
        OwnershipWorld.with(world.fleet().of("usage", "keyEncipherment")),
        "is not for signatures");
    world.refuses(
        device, OwnershipWorld.with(world.fleet().ofSmallKey("small"), "-tls1_2"), "is too small");
    world.completes(device, OwnershipWorld.with(world.fleet().of("any", "any")));
    world.completes(device, OwnershipWorld.with(world.fleet().of("silent", "silent")));
  }

  @Test
  void refusesACertificateThatHasEndedByTheHubsClock() throws Exception {
    Credential mine = world.fleet().device("ended", "/CN=ended");
    world.later(Duration.ofDays(3));
    String owner = world.hub().login("alice", TestHub.PASSWORD);
    DeviceLogin late = world.hub().device(owner, "late");
    Heard heard = world.validate(late, OwnershipWorld.with(mine));
    assertThat(heard.body()).contains("CN=ended is valid from ", "\"code\":403");
    world.later(Duration.ZERO);
    world.completes(device, OwnershipWorld.with(mine));
  }

  @Test
  void refusesACertificateOfAnotherDevice() throws Exception {
    DeviceLogin other = world.hub().device(world.alice(), "other");
    String why = "its serialNumber is not this device's id";
    for (String name :
        List.of(
            "/CN=x/serialNumber=" + other.id(),
            "/CN=x+serialNumber=" + other.id(),
            "/serialNumber=" + device.id() + "/serialNumber=" + other.id(),
            "/CN=x/serialNumber=0123456789abcdef01234567")) {
      Credential theirs = world.fleet().device("serial" + name.replaceAll("\\W", "-"), name);
      Heard heard = world.validate(device, OwnershipWorld.with(theirs));
      assertThat(heard.body()).as(name).contains(why);
    }
    assertThat(world.validated(device)).isEmpty();
    Credential mine = world.fleet().device("own-serial", "/CN=x/serialNumber=" + device.id());
    world.completes(device, OwnershipWorld.with(mine));
    world.completes(
        other, OwnershipWorld.with(world.fleet().device("factory", "/CN=x/serialNumber=SN-0042")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"silent", "mute"})
  void takesNobodyForAnAuthorityThatMayNotSignCertificates(String section) throws Exception {
    Credential none = world.fleet().of(section + "-authority", section);
    assertThatThrownBy(() -> Tls.open(world.asking(none.certificate()), InstantSource.system()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("CN=" + section + ", which is of no authority");
  }

  @Test
  void keepsNoNameThatIsTooLong() throws Exception {
    String many = "/OU=0123456789012345678901234567890123456789012345678901234567890123";
    world.refuses(
        device,
        OwnershipWorld.with(world.fleet().device("long", many.repeat(15) + "/CN=long")),
        "a name in it has more than 1000 characters");
  }
}
