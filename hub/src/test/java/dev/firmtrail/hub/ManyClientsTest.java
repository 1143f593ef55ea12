package dev.firmtrail.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firmtrail.hub.TestHub.DeviceLogin;
import dev.firmtrail.hub.TestHub.Reply;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients that want the same at the same moment. */
class ManyClientsTest {
  private static final int CLIENTS = 12;
  private static final int POSTS = 5;

  @TempDir private Path data;
  private TestHub hub;
  private String alice;

  @BeforeEach
  void start() throws IOException {
    hub = TestHub.start(data.resolve("hub"));
    alice = hub.account("alice");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  /** What each client got; all begin together. */
  private static <T> List<T> atOnce(IntFunction<Callable<T>> client) throws Exception {
    CyclicBarrier begin = new CyclicBarrier(CLIENTS);
    List<T> answers = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Callable<T> work = client.apply(i);
        running.add(
            clients.submit(() -> {
              begin.await();
              return work.call();
            }));
      }
      for (Future<T> each : running) {
        answers.add(each.get());
      }
    }
    return answers;
  }

  private Reply post(DeviceLogin device, long rev, String what) {
    return hub.post(
        "/trails/" + device.id() + "/steps",
        alice,
        TestHub.step(rev, TestHub.state("a.json", what)));
  }

  @Test
  void everyPostGetsARevisionOfItsOwnWithoutAGap() throws Exception {
    DeviceLogin device = hub.deviceWithTrail(alice, "one");
    List<Reply> all =
        atOnce(client ->
                () -> {
                  List<Reply> replies = new ArrayList<>();
                  for (int i = 0; i < POSTS; i++) {
                    replies.add(post(device, -1, client + "/" + i));
                  }
                  return replies;
                })
            .stream()
            .flatMap(List::stream)
            .toList();
    assertThat(all).allMatch(reply -> reply.status() == 200);
    assertThat(all.stream().map(reply -> reply.json().integer("rev").orElseThrow()))
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(1, CLIENTS * POSTS).boxed().toList());
    for (Reply reply : all) {
      String path =
          "/trails/" + device.id() + "/steps/" + reply.json().integer("rev").orElseThrow();
      assertThat(hub.get(path, alice).string("state-sha")).isEqualTo(reply.string("state-sha"));
    }
  }

  @Test
  void oneOfThoseWhoWantTheSameRevisionGetsIt() throws Exception {
    DeviceLogin device = hub.deviceWithTrail(alice, "same");
    List<Reply> all = atOnce(client -> () -> post(device, 1, "by " + client));
    assertThat(all).filteredOn(reply -> reply.status() == 200).hasSize(1);
    assertThat(all)
        .filteredOn(reply -> reply.status() != 200)
        .allMatch(reply -> reply.status() == 409)
        .allMatch(reply -> reply.text().contains("the next one of this trail is 2"));
  }

  @Test
  void ownersSendTheSameObjectAtOnceBesideUploadsThatAreCut() throws Exception {
    String content = "the same firmware ".repeat(20_000);
    List<String> owners = new ArrayList<>();
    List<String> urls = new ArrayList<>();
    String id = "";
    for (int i = 0; i < CLIENTS; i++) {
      owners.add(hub.account("owner-" + i));
      Reply announced = hub.post("/objects/", owners.get(i), TestHub.announcement(content, "a"));
      urls.add(announced.string("signed-puturl"));
      id = announced.string("id");
    }
    List<Integer> statuses =
        atOnce(client ->
            () ->
                client % 3 == 0 ? cut(urls.get(client), content) : put(urls.get(client), content));
    assertThat(statuses).containsOnly(0, 200);
    for (int i = 0; i < CLIENTS; i++) {
      int status =
          hub.post("/objects/", owners.get(i), TestHub.announcement(content, "a")).status();
      assertThat(status).as("only who has sent all of it has it").isEqualTo(i % 3 == 0 ? 200 : 409);
    }
    assertThat(data.resolve("hub/objects").resolve(id)).hasContent(content);
    Awaitility.await().until(() -> names().size() == 1);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("hub/objects"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private int put(String url, String content) {
    return hub.put(url, content).status();
  }

  private static int cut(String putUrl, String content) throws IOException {
    URI url = URI.create(putUrl);
    String head =
        "PUT %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"
            .formatted(url.getRawPath(), content.length());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket
          .getOutputStream()
          .write((head + content.substring(9)).getBytes(StandardCharsets.US_ASCII));
      socket.setSoLinger(true, 0);
    }
    return 0;
  }

  @Test
  void everyTokenThatIsRefreshedAtOnceIsGood() throws Exception {
    List<Reply> refreshed = atOnce(client -> () -> hub.get("/auth/login", alice));
    for (Reply reply : refreshed) {
      assertThat(hub.get("/auth/", reply.string("token")).string("nick")).isEqualTo("alice");
    }
    assertThat(Optional.of(hub.get("/auth/", alice).status())).contains(200);
  }
}
