package dev.firmtrail.hub.trails;

import dev.firmtrail.hub.devices.PollMemory;
import dev.firmtrail.hub.objects.ObjectAnswers;
import dev.firmtrail.hub.objects.ObjectRecord;
import dev.firmtrail.hub.objects.ObjectRecords;
import dev.firmtrail.hub.web.Access;
import dev.firmtrail.hub.web.Answer;
import dev.firmtrail.hub.web.ApiUrl;
import dev.firmtrail.hub.web.Call;
import dev.firmtrail.hub.web.Method;
import dev.firmtrail.hub.web.Principal;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.hub.web.Route;
import dev.firmtrail.hub.web.Scope.Need;
import dev.firmtrail.state.ObjectId;
import dev.firmtrail.state.StateEntry;
import dev.firmtrail.state.StateId;
import dev.firmtrail.state.StatePath;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The steps of a trail ({@code docs/formats/hub.md}, Steps). */
final class StepRoutes {
  private static final String STEPS = "/trails/{id}/steps";
  private static final String STEP = STEPS + "/{rev}";

  /** Not of the published protocol: who does not know it loses a warning. */
  private static final String SIGNATURES = "Firmtrail-Signatures";

  private final Trails trails;
  private final TrailAccess access;
  private final StepPost post;
  private final ObjectRecords records;
  private final ObjectAnswers objects;
  private final NeededObjects needed;
  private final PollMemory memory;
  private final ApiUrl api;

  StepRoutes(
      Trails trails,
      TrailAccess access,
      StepPost post,
      ObjectRecords records,
      ObjectAnswers objects,
      NeededObjects needed,
      PollMemory memory,
      ApiUrl api) {
    this.trails = trails;
    this.access = access;
    this.post = post;
    this.records = records;
    this.objects = objects;
    this.needed = needed;
    this.memory = memory;
    this.api = api;
  }

  List<Route> list() {
    Stream<Route> reading =
        Stream.of(
            read(STEPS, memory.remembering(this::steps)),
            read(STEP, this::step),
            read(STEP + "/state", this::state),
            read(STEP + "/meta", this::meta),
            read(STEP + "/.pvrremote", this::remote),
            read(STEP + "/objects", this::objectList),
            read(STEP + "/objects/{sha}", call -> objects.show(call, object(call))),
            read(STEP + "/objects/{sha}/blob", call -> objects.redirect(object(call))));
    Stream<Route> posting =
        Stream.of(
            post(STEPS, Need.WRITE_TRAILS, Route.STATE_BODY, this::append),
            post(STEP + "/objects", Need.WRITE_OBJECTS, Route.SMALL_BODY, this::announce));
    Stream<Route> changing =
        Stream.of(
            new Route(
                Method.PUT,
                STEP + "/state",
                Access.ANY_TOKEN,
                Need.WRITE_TRAILS,
                Route.STATE_BODY,
                this::sameState),
            new Route(
                Method.PUT,
                STEP + "/meta",
                Access.ANY_TOKEN,
                Need.NOTHING,
                Route.NO_BODY,
                this::refuse));
    return Stream.of(reading, posting, changing).flatMap(routes -> routes).toList();
  }

  private static Route read(String path, Route.Handler handler) {
    return Route.get(path, Access.ANY_TOKEN, Need.READ_TRAILS, handler);
  }

  private static Route post(String path, Need need, long bodyLimit, Route.Handler handler) {
    return new Route(Method.POST, path, Access.ANY_TOKEN, need, bodyLimit, handler);
  }

  private Answer append(Call call) throws IOException {
    Trail trail = access.writable(call);
    NewStep wish = NewStep.of(call.json());
    StepPost.Posted posted =
        post.append(trail.device().id(), trail.owner(), wish, call.caller().prn());
    Answer.Written answer = Answer.okWritten(TrailJson.step(trail, posted.step(), call.caller()));
    return posted.notice().map(notice -> answer.with(SIGNATURES, notice)).orElse(answer);
  }

  /** Old clients know ways to edit a step; they are told that there are none. */
  private Answer refuse(Call call) {
    access.readable(call);
    throw neverChanged();
  }

  /** Who puts a state again that a step has already has nothing to change. */
  private Answer sameState(Call call) throws IOException {
    Step step = access.step(call, access.writable(call));
    if (!JsonWriter.CANONICAL.text(call.json()).equals(step.state())) {
      throw neverChanged();
    }
    return Answer.okWritten(step.state());
  }

  private static Refusal neverChanged() {
    return Refusal.forbidden("a step is never changed; post a new one");
  }

  private Answer steps(Call call) {
    Trail trail = access.readable(call);
    StepFilter filter =
        call.query("progress.status")
            .map(StepFilter::read)
            .orElseGet(() -> usual(call.caller(), trail));
    filter = filter.atMost(call.number("page[size]", Integer.MAX_VALUE, 1, Integer.MAX_VALUE));
    if (call.caller().isDevice(trail.device().id())) {
      // It takes the first one, and reads no more than 2 MiB.
      filter = filter.atMost(1);
    }
    return Answer.okWritten(
        TrailJson.steps(trail, trails.steps(trail.device().id(), filter), call.caller()));
  }

  /** What each kind of caller wants when it asks for nothing: what is not finished, or is new. */
  private static StepFilter usual(Principal caller, Trail trail) {
    return trail.device().tellsHistoryTo(caller) && !caller.isDevice(trail.device().id())
        ? StepFilter.allBut(StepStanding.DONE)
        : StepFilter.only(StepStanding.NEW);
  }

  private Answer step(Call call) {
    Trail trail = access.readable(call);
    return Answer.okWritten(TrailJson.step(trail, access.step(call, trail), call.caller()));
  }

  private Answer state(Call call) {
    return Answer.okWritten(access.step(call, access.readable(call)).state());
  }

  private Answer meta(Call call) {
    return Answer.okWritten(access.step(call, access.readable(call)).meta());
  }

  private Answer remote(Call call) {
    Trail trail = access.readable(call);
    return PvrRemote.at(api, trail, access.step(call, trail));
  }

  private Answer announce(Call call) throws IOException {
    Trail trail = access.writable(call);
    access.stateId(call, trail);
    return objects.announce(call, trail.owner());
  }

  private Answer objectList(Call call) {
    Trail trail = access.readable(call);
    List<Json> shown = new ArrayList<>();
    for (Map.Entry<StatePath, StateEntry> entry :
        TrailJson.state(access.step(call, trail)).entries().entrySet()) {
      if (entry.getValue() instanceof StateEntry.ObjectRef(ObjectId id)) {
        shown.add(objects.json(call.caller(), record(trail, id), entry.getKey().text()));
      }
    }
    return Answer.ok(new JsonArray(shown));
  }

  private ObjectRecord object(Call call) {
    Trail trail = access.readable(call);
    ObjectId id = ObjectAnswers.id(call);
    StateId state = access.stateId(call, trail);
    if (!needed.of(state, () -> access.step(call, trail)).contains(id)) {
      throw NeededObjects.noSuchObject();
    }
    return record(trail, id);
  }

  private ObjectRecord record(Trail trail, ObjectId id) {
    return records
        .present(trail.owner(), id)
        .orElseThrow(
            () -> Refusal.notFound("object " + id + " of this step is not on the hub any more"));
  }
}
