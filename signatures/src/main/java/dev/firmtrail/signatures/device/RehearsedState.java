package dev.firmtrail.signatures.device;

import dev.firmtrail.signatures.DevicePayload;
import dev.firmtrail.signatures.device.DeviceVerdict.Fault;
import dev.firmtrail.state.Part;
import dev.firmtrail.state.json.DeviceText;
import dev.firmtrail.state.json.DeviceTokens;
import dev.firmtrail.state.json.DeviceTokens.Member;
import dev.firmtrail.state.json.RawText;
import java.io.ByteArrayOutputStream;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** One state in front of one device. For one verdict. */
final class RehearsedState {
  /** Steps; a state that may need more, which is some seconds, is not rehearsed. */
  private static final long MAX_WORK = 1L << 33;

  private final DeviceTrust trust;
  private final List<Member> members;
  private final long keyBytes;
  private final long allBytes;

  private final List<Fault> crashes = new ArrayList<>();
  private final List<Fault> unknown = new ArrayList<>();
  private final List<Fault> bad = new ArrayList<>();
  private final List<DevicePatterns> patterns = new ArrayList<>();
  private long work;

  RehearsedState(DeviceTrust trust, List<Member> members) {
    this.trust = trust;
    this.members = members;
    this.keyBytes = members.stream().mapToLong(member -> 1 + member.name().length()).sum();
    this.allBytes =
        keyBytes + members.stream().mapToLong(member -> 1 + member.value().length()).sum();
  }

  DeviceVerdict verdict(DeviceMode mode) {
    members.forEach(this::look);
    if (!crashes.isEmpty()) {
      return new DeviceVerdict.Crash(crashes);
    }
    if (!unknown.isEmpty()) {
      Fault first = unknown.getFirst();
      return new DeviceVerdict.Unknown(first.key() + ": " + first.why());
    }
    if (!bad.isEmpty()) {
      return new DeviceVerdict.BadSignature(bad);
    }
    List<String> uncovered = mode == DeviceMode.LENIENT ? List.of() : uncovered();
    return mode == DeviceMode.STRICT && !uncovered.isEmpty()
        ? new DeviceVerdict.Uncovered(uncovered)
        : new DeviceVerdict.Accepted(uncovered);
  }

  private List<String> uncovered() {
    return members.stream()
        .map(Member::name)
        .filter(key -> !key.startsWith(Part.SIGNATURES))
        .filter(key -> patterns.stream().noneMatch(one -> one.covers(key)))
        .map(RawText::decoded)
        .toList();
  }

  /** Every value may be a signature, whatever its key. */
  private void look(Member member) {
    String key = member.name().decoded();
    switch (DeviceText.read(member.value().toBytes())) {
      case DeviceTokens tokens -> {
        if (tokens.count() == 0) {
          unknown.add(new Fault(key, "an empty value; what a device makes of it was not recorded"));
        } else if (DeviceSignature.isOne(tokens)) {
          verify(key, tokens);
        }
      }
      case DeviceText.Refused(String problem, int _) ->
          crashes.add(new Fault(key, "a value that cannot be tokenized: " + problem));
      case DeviceText.TooLarge() ->
          unknown.add(new Fault(key, "a value of more than " + DeviceText.MAX_TOKENS + " tokens"));
    }
  }

  private void verify(String key, DeviceTokens value) {
    try {
      DeviceSignature signature = DeviceSignature.read(value);
      account(signature);
      DevicePatterns about = DevicePatterns.of(signature);
      patterns.add(about);
      verify(signature, about);
    } catch (StoppedException stopped) {
      switch (stopped.answer()) {
        case REFUSED -> bad.add(new Fault(key, stopped.why()));
        case CRASHED -> crashes.add(new Fault(key, stopped.why()));
        case UNKNOWN -> unknown.add(new Fault(key, stopped.why()));
      }
    }
  }

  /** What selecting and hashing may take at most: every signature may be about every key. */
  private void account(DeviceSignature signature) throws StoppedException {
    work += allBytes + signature.patternBytes() * (keyBytes + DeviceSignature.MAX_PATTERN);
    if (work > MAX_WORK) {
      throw new StoppedException(
          StoppedException.Answer.UNKNOWN, "more signatures and patterns than are rehearsed");
    }
  }

  private void verify(DeviceSignature signature, DevicePatterns about) throws StoppedException {
    List<Member> selected =
        members.stream().filter(member -> about.selects(member.name())).toList();
    PublicKey key = key(signature, selected);
    byte[] input = signingInput(signature.protectedText(), DevicePayload.of(selected));
    if (!new DeviceProof(key, signature.hash()).holds(input, signature.value().toBytes())) {
      throw StoppedException.refused(
          selected.isEmpty()
              ? "its patterns select no key, as a device matches them"
              : "the signature is not of the text of the keys that a device selects ("
                  + selected.size()
                  + "), or not by its key");
    }
  }

  private PublicKey key(DeviceSignature signature, List<Member> selected) throws StoppedException {
    if (signature.certificates().isEmpty()) {
      return trust
          .pinned()
          .orElseThrow(() -> StoppedException.refused("it has no x5c, and the device no pub.pem"));
    }
    DeviceChain chain = DeviceChain.read(signature.certificates().get());
    Optional<DeviceTrust.Oem> oem =
        trust.oem().filter(one -> DeviceOem.appliesTo(one, chain.leaf(), selected));
    chain.requireTrustBy(oem.map(DeviceTrust.Oem::store).orElse(trust.store()));
    return chain.leaf().getPublicKey();
  }

  private static byte[] signingInput(RawText protectedText, byte[] payload) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes(protectedText.toBytes());
    input.write('.');
    input.writeBytes(Base64.getUrlEncoder().withoutPadding().encode(payload));
    return input.toByteArray();
  }
}
