package dev.firmtrail.hub;

import static dev.firmtrail.hub.HostileRequest.asking;
import static dev.firmtrail.hub.HostileRequest.get;
import static dev.firmtrail.hub.HostileRequest.post;
import static dev.firmtrail.hub.HostileRequest.raw;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What strangers send: the rows of {@code docs/hostile/hub.md}, HTTP first, then what is in it. */
final class HostileRequests {
  private static final String HEAD =
      "POST /auth/login HTTP/1.1\nHost: hub\nUser-Agent: stranger\nConnection: close\n";
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\n\n";
  private static final int DRIP = 150;

  private HostileRequests() {}

  static List<HostileRequest> all() {
    return Stream.of(
            framing(),
            headers(),
            otherProtocols(),
            slow(),
            bodies(),
            names(),
            numbers(),
            HostileReports.all(),
            HostileMetas.all(),
            HostilePolicies.all(),
            HostileLogs.all(),
            HostileTokens.all(),
            HostileAccess.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<HostileRequest> framing() {
    return List.of(
        raw(
            "length and chunks",
            "Content-Length: 4 and Transfer-Encoding: chunked",
            HEAD + "Content-Length: 4\nTransfer-Encoding: chunked\n\n0\n\n"),
        raw(
            "chunks and length",
            "Transfer-Encoding: chunked and Content-Length: 4",
            HEAD + "Transfer-Encoding: chunked\nContent-Length: 4\n\n0\n\n"),
        raw(
            "two lengths",
            "Content-Length: 4 and Content-Length: 5",
            HEAD + "Content-Length: 4\nContent-Length: 5\n\n{}{}{}"),
        raw("two lengths in one", "Content-Length: 4, 5", HEAD + "Content-Length: 4, 5\n\n{}{}{}"),
        raw("length with a sign", "Content-Length: +4", HEAD + "Content-Length: +4\n\n{  }"),
        raw(
            "length beyond 64 bits",
            "Content-Length: 99999999999999999999",
            HEAD + "Content-Length: 99999999999999999999\n\n{}"),
        raw("negative length", "Content-Length: -1", HEAD + "Content-Length: -1\n\n{}"),
        raw(
            "a blank before the colon",
            "Transfer-Encoding : chunked",
            HEAD + "Transfer-Encoding : chunked\n\n0\n\n"),
        raw(
            "a folded header",
            "a line that begins with a blank",
            HEAD + "X-A: b\n c\nContent-Length: 0\n\n"),
        raw(
            "a coding that nobody knows",
            "Transfer-Encoding: xchunked",
            HEAD + "Transfer-Encoding: xchunked\n\n0\n\n"),
        raw(
            "one before chunked",
            "Transfer-Encoding: xchunked, chunked",
            HEAD + "Transfer-Encoding: xchunked, chunked\n\n0\n\n"),
        raw(
            "compressed chunks",
            "Transfer-Encoding: gzip, chunked",
            HEAD + "Transfer-Encoding: gzip, chunked\n\n0\n\n"),
        raw(
            "chunked twice",
            "Transfer-Encoding: chunked, chunked",
            HEAD + "Transfer-Encoding: chunked, chunked\n\n0\n\n"),
        raw(
            "the coding identity",
            "Transfer-Encoding: identity",
            HEAD + "Transfer-Encoding: identity\n\n0\n\n"),
        raw(
            "a chunk beyond 64 bits",
            "chunk of FFFFFFFFFFFFFFFFF bytes",
            CHUNKED + "FFFFFFFFFFFFFFFFF\n{}\n0\n\n"),
        raw("a negative chunk", "chunk of -1 bytes", CHUNKED + "-1\n{}\n0\n\n"),
        raw(
            "a second request inside the first",
            "Content-Length: 2, then 4 bytes and another request",
            HEAD.replace("close", "keep-alive")
                + "Content-Length: 2\n\n{}xxGET /healthz HTTP/1.1\nHost: hub\nConnection: close\n\n"),
        raw(
            "pipelining",
            "three requests at once",
            "GET /healthz HTTP/1.1\nHost: hub\n\nGET /healthz HTTP/1.1\nHost: hub\n\nGET /healthz HTTP/1.1\nHost: hub\nConnection: close\n\n"),
        new HostileRequest(
            "a chunked body without end",
            "chunks of 64 KiB, for ever",
            world ->
                Stream.concat(
                    Stream.of(HostileRequest.lines(CHUNKED)),
                    Stream.generate(() -> "10000\r\n" + "x".repeat(0x10000) + "\r\n")),
            0),
        raw(
            "a body that is too large",
            "Content-Length: 70000 to /auth/login",
            HEAD + "Content-Length: 70000\n\n{"));
  }

  private static List<HostileRequest> headers() {
    return List.of(
        raw(
            "no host",
            "HTTP/1.1 without Host",
            "POST /devices/ HTTP/1.1\nUser-Agent: t\nContent-Length: 0\n\n"),
        raw("two hosts", "two Host headers", "GET /healthz HTTP/1.1\nHost: a\nHost: b\n\n"),
        raw(
            "a long header",
            "one header of 20,000 bytes",
            "GET /healthz HTTP/1.1\nHost: a\nX-Long: " + "x".repeat(20_000) + "\n\n"),
        new HostileRequest(
            "a header of 10 MB",
            "10 MB of x",
            world ->
                Stream.concat(
                    Stream.of("GET /healthz HTTP/1.1\r\nHost: a\r\nX-Long: "),
                    IntStream.range(0, 160).mapToObj(i -> "x".repeat(1 << 16))),
            0),
        new HostileRequest(
            "100,000 headers",
            "X-0 to X-99999",
            world ->
                Stream.concat(
                    Stream.of("GET /healthz HTTP/1.1\r\nHost: a\r\n"),
                    IntStream.range(0, 100).mapToObj(i -> "X-1: y\r\n".repeat(1000))),
            0),
        raw(
            "a gigantic query",
            "?q= with 1 MB",
            "GET /healthz?q="
                + "x".repeat(1 << 20)
                + " HTTP/1.1\nHost: hub\nConnection: close\n\n"),
        raw(
            "an expectation that goes unmet",
            "Expect: 100-continue, then no body",
            HEAD + "Expect: 100-continue\nContent-Length: 2\n\n"),
        raw(
            "an unknown expectation",
            "Expect: the unexpected",
            HEAD + "Expect: unexpected\nContent-Length: 2\n\n{}"),
        raw(
            "markup for a request id",
            "X-Request-ID: <script>",
            "GET /healthz HTTP/1.1\nHost: hub\nConnection: close\nX-Request-ID: <script>\n\n"),
        raw(
            "a request id of 7,000 bytes",
            "X-Request-ID: 7,000 times x",
            "GET /healthz HTTP/1.1\nHost: hub\nConnection: close\nX-Request-ID: "
                + "x".repeat(7_000)
                + "\n\n"),
        raw(
            "another method in a header",
            "GET with X-HTTP-Method-Override: DELETE",
            "GET /healthz HTTP/1.1\nHost: hub\nConnection: close\nX-HTTP-Method-Override: DELETE\n\n"),
        raw(
            "an unknown method",
            "FROBNICATE /healthz",
            "FROBNICATE /healthz HTTP/1.1\nHost: hub\nConnection: close\n\n"),
        raw(
            "a traced request",
            "TRACE /healthz",
            "TRACE /healthz HTTP/1.1\nHost: hub\nConnection: close\nCookie: a\n\n"),
        raw(
            "a tunnel",
            "CONNECT elsewhere:22",
            "CONNECT elsewhere:22 HTTP/1.1\nHost: elsewhere:22\nConnection: close\n\n"),
        raw(
            "NUL in the request line",
            "GET /healthz<NUL>",
            "GET /healthz\u0000 HTTP/1.1\nHost: a\n\n"),
        raw(
            "NUL in a header",
            "X-A: b<NUL>",
            "GET /healthz HTTP/1.1\nHost: a\nConnection: close\nX-A: b\u0000c\n\n"));
  }

  private static List<HostileRequest> otherProtocols() {
    return List.of(
        raw("garbage", "garbage", "garbage\n\n"),
        raw("HTTP/0.9", "GET /healthz without a version", "GET /healthz\n\n"),
        raw("HTTP/3.0", "GET /healthz HTTP/3.0", "GET /healthz HTTP/3.0\nHost: hub\n\n"),
        raw("HTTP/2", "its preface", "PRI * HTTP/2.0\n\nSM\n\n"),
        raw(
            "TLS",
            "a client hello",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\n\n"),
        raw(
            "an upgrade to HTTP/2",
            "Upgrade: h2c",
            "GET /healthz HTTP/1.1\nHost: hub\nConnection: close, Upgrade, HTTP2-Settings\nUpgrade: h2c\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\n\n"),
        raw(
            "an upgrade to a web socket",
            "Upgrade: websocket",
            "GET /healthz HTTP/1.1\nHost: hub\nConnection: close, Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n\n"));
  }

  private static List<HostileRequest> slow() {
    return List.of(
        new HostileRequest(
            "headers that drip",
            "a byte now and then (slowloris)",
            world ->
                Stream.concat(
                    Stream.of("GET /healthz HTTP/1.1\r\nX-Slow: "), Stream.generate(() -> "x")),
            DRIP),
        new HostileRequest(
            "a body that drips",
            "a byte now and then",
            world ->
                Stream.concat(
                    Stream.of(HostileRequest.lines(HEAD + "Content-Length: 60000\n\n")),
                    Stream.generate(() -> "x")),
            DRIP),
        new HostileRequest(
            "an upload that drips",
            "a byte now and then, to a signed URL",
            world ->
                Stream.concat(
                    Stream.of(
                        HostileRequest.lines(
                            "PUT "
                                + world.putPath()
                                + " HTTP/1.1\nHost: hub\nContent-Length: 14\n\n")),
                    Stream.generate(() -> "x").limit(13)),
            DRIP),
        raw(
            "a body that does not come",
            "Content-Length: 10, then nothing",
            HEAD + "Content-Length: 10\n\n"),
        raw("nothing at all", "an open connection", ""));
  }

  private static List<HostileRequest> bodies() {
    String steps = "/trails/{device}/steps";
    return List.of(
        post("JSON of depth 30,000", steps, "[".repeat(30_000), "{ many [ }"),
        post(
            "deep JSON in a state",
            steps,
            "{\"rev\":-1,\"state\":{\"#spec\":\"pantavisor-service-system@1\",\"a.json\":"
                + "[".repeat(20_000)
                + "]".repeat(20_000)
                + "}}",
            "20,000 nested arrays in a step"),
        post(
            "a number that expands",
            steps,
            "{\"rev\":-1,\"state\":{\"#spec\":\"pantavisor-service-system@1\",\"a.json\":1e999999999}}",
            "1e999999999 in a state"),
        post(
            "a number of 10,000 digits",
            steps,
            "{\"rev\":-1,\"state\":{\"#spec\":\"pantavisor-service-system@1\",\"a.json\":"
                + "9".repeat(10_000)
                + "}}",
            "in a state"),
        post(
            "a member twice",
            steps,
            "{\"rev\":-1,\"rev\":1,\"state\":{}}",
            "{\"rev\":-1,\"rev\":1,…}"),
        post(
            "a member twice in a state",
            steps,
            "{\"rev\":-1,\"state\":{\"#spec\":\"pantavisor-service-system@1\",\"a.json\":1,\"a.json\":2}}",
            "two readers would see two states"),
        post(
            "broken UTF-8",
            steps,
            "{\"rev\":-1,\"commit-msg\":\"" + HostileWorld.latin((byte) 0xc3, (byte) 0x28) + "\"}",
            "C3 28 in a message"),
        post(
            "half a character",
            steps,
            "{\"rev\":-1,\"commit-msg\":\"\\ud800\"}",
            "\\ud800 in a message"),
        post("text after the document", steps, "{\"rev\":-1,\"state\":{}} {}", "{…} {}"),
        post("a list for an object", "/devices/", "[]", "[]"),
        asking(
            "a compressed body",
            "Content-Encoding: gzip, a bomb",
            world ->
                world
                    .request(
                        "POST",
                        "/devices/",
                        world.owner(),
                        HostileWorld.latin((byte) 0x1f, (byte) 0x8b, (byte) 8, (byte) 0, (byte) 0))
                    .replace("Connection: close", "Connection: close\r\nContent-Encoding: gzip")),
        post(
            "a state with a path that leaves",
            steps,
            "{\"rev\":-1,\"state\":{\"#spec\":\"pantavisor-service-system@1\",\"../../etc/passwd.json\":1}}",
            "../../etc/passwd.json in a state"));
  }

  private static List<HostileRequest> names() {
    return List.of(
        get("an id that is a path", "/objects/../../hub.db"),
        get("the same, encoded", "/objects/%2e%2e%2f%2e%2e%2fhub.db"),
        get("the same, encoded twice", "/objects/%252e%252e%252fhub.db"),
        get("a backslash", "/objects/..%5c..%5chub.db"),
        get("NUL in an id", "/objects/{object}%00"),
        get("a path parameter", "/objects/{object};a=b/blob"),
        get("broken percents", "/objects/%zz"),
        get("overlong UTF-8", "/objects/%c0%ae%c0%ae%c0%af"),
        get(
            "an id in upper case",
            "/objects/ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789"),
        get("a blob token that is a path", "/local-s3/..%2f..%2fhub.db"),
        get("SQL in an id", "/devices/x'%20OR%20'1'='1"),
        get("SQL in a query", "/devices/?nick=%5E'%20OR%201=1--"),
        get("SQL wildcards in a query", "/devices/?owner-nick=%25&nick=%5E%25"),
        get("SQL in a name", "/owner'--/secret-device/.pvrremote"),
        get(
            "SQL in a filter",
            "/trails/{device}/steps?progress.status=%7B%22$in%22:%5B%22x')%20OR%20('1'='1%22%5D%7D"),
        post(
            "SQL in a login",
            "/auth/login",
            "{\"username\":\"owner' OR '1'='1\",\"password\":\"x' OR '1'='1\"}",
            "owner' OR '1'='1"),
        post(
            "SQL in an announcement",
            "/objects/",
            "{\"objectname\":\"'; DROP TABLE steps;--\",\"size\":\"1\",\"sha256sum\":\"' OR 1=1\"}",
            "DROP TABLE in a name, OR in a hash"),
        post(
            "an operator in a filter",
            "/auth/login",
            "{\"username\":{\"$ne\":\"\"},\"password\":{\"$ne\":\"\"}}",
            "{\"$ne\":\"\"} for a name"));
  }

  private static List<HostileRequest> numbers() {
    String steps = "/trails/{device}/steps/";
    return List.of(
        get("revision -1", steps + "-1"),
        get("revision 1e9", steps + "1e9"),
        get("revision 007", steps + "007"),
        get("revision 99999999999999999999", steps + "99999999999999999999"),
        post(
            "a step 1000000000",
            "/trails/{device}/steps",
            "{\"rev\":1000000000,\"state\":{}}",
            "{\"rev\":1000000000,…}"),
        post(
            "a step 99999999999999999999",
            "/trails/{device}/steps",
            "{\"rev\":99999999999999999999,\"state\":{}}",
            "{\"rev\":99999999999999999999,…}"),
        post(
            "a step 1.5",
            "/trails/{device}/steps",
            "{\"rev\":1.5,\"state\":{}}",
            "{\"rev\":1.5,…}"),
        post(
            "a step \"2\"",
            "/trails/{device}/steps",
            "{\"rev\":\"2\",\"state\":{}}",
            "{\"rev\":\"2\",…}"),
        asking(
            "1,000 ranges",
            "Range: bytes=0-0,2-2,…",
            world -> range(world, "bytes=" + "0-0,2-2,".repeat(500) + "4-4")),
        asking(
            "a range beyond 64 bits",
            "Range: bytes=0-99999999999999999999",
            world -> range(world, "bytes=0-99999999999999999999")),
        asking(
            "a range that begins beyond 64 bits",
            "Range: bytes=99999999999999999999-",
            world -> range(world, "bytes=99999999999999999999-")),
        asking("a backward range", "Range: bytes=5-1", world -> range(world, "bytes=5-1")));
  }

  private static String range(HostileWorld world, String range) {
    return world
        .request("GET", "{get}", "none", "")
        .replace("Connection: close", "Connection: close\r\nRange: " + range);
  }
}
