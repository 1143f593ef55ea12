package dev.firmtrail.hub;

import static dev.firmtrail.hub.HostileRequest.asking;

import dev.firmtrail.state.ObjectId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Rows of {@link HostileRequests}: what is not one's own, with tokens and URLs of all kinds. */
final class HostileAccess {
  private static final String STEP = "{\"rev\":-1,\"state\":{}}";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private HostileAccess() {}

  static List<HostileRequest> all() {
    return List.of(
        with("no token", "", world -> "none"),
        with(
            "a token of another hub", "same account name, another key", HostileWorld::foreignToken),
        with("a token without signature", "alg none", world -> unsigned(world.owner())),
        with("a token whose header is null", "found by fuzzing", world -> "bnVsbA.e30.AA"),
        with("a token signed with the public key", "alg HS256 for RS256", HostileAccess::confused),
        with(
            "a token with other claims",
            "the stranger's, with the owner's claims",
            world -> mixed(world.owner(), world.stranger())),
        asking(
            "an account that asks for the metrics",
            "GET /metrics",
            world -> world.request("GET", "/metrics", world.owner(), "")),
        asking(
            "another's device",
            "GET /devices/{device}",
            world -> world.request("GET", "/devices/{device}", world.stranger(), "")),
        asking(
            "another's certificate in a header",
            "POST …/ownership/validate, X-SSL-Client-Verify: SUCCESS",
            world ->
                world.request(
                    "POST",
                    "/devices/{device}/ownership/validate",
                    world.deviceToken() + "\nX-SSL-Client-Verify: SUCCESS",
                    "")),
        asking(
            "ownership of another's device",
            "POST …/ownership/validate, by a device",
            world ->
                world.request(
                    "POST",
                    "/devices/{device}/ownership/validate",
                    world.strangersDeviceToken(),
                    "")),
        asking(
            "another's step",
            "GET /trails/{device}/steps/1/state",
            world ->
                world.request(
                    "GET", "/trails/{device}/steps/1/state", world.strangersDeviceToken(), "")),
        asking(
            "a step on another's trail",
            "POST /trails/{device}/steps",
            world -> world.request("POST", "/trails/{device}/steps", world.stranger(), STEP)),
        asking(
            "a step on another device's trail",
            "the same, by a device",
            world ->
                world.request(
                    "POST", "/trails/{device}/steps", world.strangersDeviceToken(), STEP)),
        asking(
            "a published step made another",
            "PUT …/steps/1/state",
            world -> world.request("PUT", "/trails/{device}/steps/1/state", world.owner(), "{}")),
        asking(
            "a device made public by another",
            "PUT /devices/{device}/public",
            world -> world.request("PUT", "/devices/{device}/public", world.stranger(), "")),
        asking(
            "a claim with a guessed challenge",
            "PUT /devices/{waiting}?challenge=…",
            world ->
                world.request(
                    "PUT", "/devices/{waiting}?challenge=aaaa-aaaa-aaaa", world.stranger(), "")),
        asking(
            "a claim without a challenge",
            "?challenge=",
            world -> world.request("PUT", "/devices/{waiting}?challenge=", world.stranger(), "")),
        asking(
            "a claim of what has an owner",
            "PUT /devices/{device}?challenge=",
            world -> world.request("PUT", "/devices/{device}?challenge=", world.stranger(), "")),
        asking(
            "a device claiming itself",
            "with its challenge",
            world ->
                world.request(
                    "PUT",
                    "/devices/{waiting}?challenge={challenge}",
                    world.strangersDeviceToken(),
                    "")),
        asking(
            "another's device by another nick",
            "PATCH /devices/{device}",
            world ->
                world.request(
                    "PATCH", "/devices/{device}", world.stranger(), "{\"nick\":\"mine\"}")),
        asking(
            "the list of all accounts",
            "GET /auth/accounts?asadmin=1",
            world -> world.request("GET", "/auth/accounts?asadmin=1", world.owner(), "")),
        asking(
            "the audit log, by a device",
            "GET /firmtrail/v1/account/audit",
            world ->
                world.request(
                    "GET", "/firmtrail/v1/account/audit", world.strangersDeviceToken(), "")),
        asking(
            "the audit log from a number that is none",
            "?from=1;DROP",
            world ->
                world.request("GET", "/firmtrail/v1/account/audit?from=1;DROP", world.owner(), "")),
        asking(
            "another's device taken away",
            "DELETE /devices/{device}",
            world -> world.request("DELETE", "/devices/{device}", world.stranger(), "")),
        asking(
            "a device that takes itself away",
            "DELETE /devices/{device}",
            world -> world.request("DELETE", "/devices/{device}", world.deviceToken(), "")),
        asking(
            "a reason of 501 characters",
            "DELETE /devices/{device}?why=…",
            world ->
                world.request(
                    "DELETE", "/devices/{device}?why=" + "x".repeat(501), world.owner(), "")),
        asking(
            "another's secret for a device",
            "PUT /devices/{device}",
            world ->
                world.request(
                    "PUT",
                    "/devices/{device}",
                    world.stranger(),
                    "{\"secret\":\"known-to-the-stranger\"}")),
        asking(
            "a device given to another",
            "PUT /devices/{device} with another owner",
            world ->
                world.request(
                    "PUT",
                    "/devices/{device}",
                    world.owner(),
                    "{\"owner\":\"prn:::accounts:/0123456789abcdef01234567\"}")),
        asking(
            "a device made ready to be claimed again",
            "PUT /devices/{device} with a challenge",
            world ->
                world.request(
                    "PUT", "/devices/{device}", world.owner(), "{\"challenge\":\"a-b-c\"}")),
        asking(
            "another's object taken away",
            "DELETE /objects/{object}",
            world -> world.request("DELETE", "/objects/{object}", world.stranger(), "")),
        asking(
            "an object of another size",
            "PUT /objects/{object} without its owner",
            world -> world.request("PUT", "/objects/{object}", world.owner(), "{\"size\":\"1\"}")),
        asking(
            "another's step as a file",
            "GET /exports/owner/…",
            world ->
                world.request("GET", "/exports/owner/secret-device/1/x.tgz", world.stranger(), "")),
        asking(
            "a file with a name of 256 characters",
            "GET /exports/owner/…",
            world ->
                world.request(
                    "GET", "/exports/owner/secret-device/1/" + "x".repeat(256), world.owner(), "")),
        asking(
            "a profile with a picture that is a page",
            "PUT /profiles/",
            world ->
                world.request(
                    "PUT",
                    "/profiles/",
                    world.owner(),
                    "{\"picture\":\"data:text/html;base64,PGI+\"}")),
        asking(
            "a profile's meta that is deep",
            "PUT /profiles/config/meta",
            world -> world.request("PUT", "/profiles/config/meta", world.owner(), "{\"a\":{}}")),
        asking(
            "another's private profile",
            "GET /profiles/owner",
            world -> world.request("GET", "/profiles/owner", world.stranger(), "")),
        asking(
            "another's object by its hash",
            "GET /objects/{object}/blob",
            world -> world.request("GET", "/objects/{object}/blob", world.stranger(), "")),
        asking(
            "a step with an object of which only the hash is known",
            "POST …/steps",
            world ->
                world.request(
                    "POST",
                    "/trails/{device}/steps",
                    world.owner(),
                    "{\"rev\":-1,\"state\":{\"#spec\":\"pantavisor-service-system@1\",\"k\":\""
                        + ObjectId.of(new byte[1]).hex()
                        + "\"}}")),
        asking(
            "other bytes than announced",
            "PUT to a signed URL",
            world -> world.request("PUT", "{put}", "none", "something else")),
        asking(
            "more bytes than announced",
            "15 for 14",
            world -> world.request("PUT", "{put}", "none", "to be uploaded!")),
        asking(
            "fewer bytes than announced",
            "13 for 14",
            world -> world.request("PUT", "{put}", "none", "to be uploade")),
        asking(
            "a URL to read, written to",
            "PUT to signed-geturl",
            world -> world.request("PUT", "{get}", "none", "content")),
        asking(
            "a URL to write, read from",
            "GET of signed-puturl",
            world -> world.request("GET", "{put}", "none", "")),
        asking(
            "a signed URL with one letter changed",
            "its owner",
            world ->
                world.request("GET", "/local-s3/" + changed(last(world.getPath())), "none", "")),
        asking(
            "the signature of another URL",
            "halves of two",
            world ->
                world.request(
                    "GET",
                    "/local-s3/"
                        + last(world.getPath()).substring(0, 20)
                        + last(world.putPath()).substring(20),
                    "none",
                    "")),
        later(
            "a token an hour later",
            "expired",
            Duration.ofMinutes(61),
            world -> world.request("GET", "/devices/", world.owner(), "")),
        later(
            "a signed URL a day later",
            "expired",
            Duration.ofHours(25),
            world -> world.request("GET", "{get}", "none", "")));
  }

  private interface Token {
    String of(HostileWorld world);
  }

  private static HostileRequest with(String name, String how, Token token) {
    return asking(
        name,
        how.isEmpty() ? "GET /devices/" : how,
        world -> world.request("GET", "/devices/", token.of(world), ""));
  }

  private interface Sent {
    String by(HostileWorld world);
  }

  /** The world's clock goes forward for good: rows like this one come last. */
  private static HostileRequest later(String name, String shown, Duration pass, Sent sent) {
    return asking(
        name,
        shown,
        world -> {
          String request = sent.by(world);
          world.letTimePass(pass);
          return request;
        });
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String changed(String token) {
    char other = token.charAt(10) == 'A' ? 'B' : 'A';
    return token.substring(0, 10) + other + token.substring(11);
  }

  private static String claims(String token) {
    return token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
  }

  private static String unsigned(String token) {
    return encoded("{\"alg\":\"none\"}") + "." + claims(token) + ".";
  }

  private static String mixed(String claims, String signature) {
    return signature.substring(0, signature.indexOf('.') + 1)
        + claims(claims)
        + signature.substring(signature.lastIndexOf('.'));
  }

  private static String encoded(String json) {
    return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Everybody may know the public key; a verifier that lets the token choose would take it. */
  private static String confused(HostileWorld world) {
    String signed = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + claims(world.owner());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(publicKey(world).getEncoded(), "HmacSHA256"));
      byte[] tag = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(tag);
    } catch (GeneralSecurityException | IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private static PublicKey publicKey(HostileWorld world)
      throws IOException, GeneralSecurityException {
    String pem =
        Files.readString(world.data().resolve("tokens.pem")).replaceAll("-----[^-]+-----|\\s", "");
    KeyFactory rsa = KeyFactory.getInstance("RSA");
    RSAPrivateCrtKey key =
        (RSAPrivateCrtKey)
            rsa.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    return rsa.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
  }
}
