package dev.firmtrail.cli.model;

import tools.jackson.databind.node.ObjectNode;

/** What happens between a workspace and the hub. */
final class HubOperations {
  private HubOperations() {}

  static void post(World world, ModelWorkspace workspace, Move move) throws Exception {
    String message = "step " + move.first();
    world.trail().append(message, workspace.committed());
    world.pvr(workspace, 0, "post", "-m", message, world.trail().reference());
    world.checkLastStep();
  }

  /** Of what this row posted; the clone becomes one more workspace of the row. */
  static void cloneStep(World world, ModelWorkspace workspace, Move move) throws Exception {
    ModelTrail trail = world.trail();
    int posted = trail.steps().size() - world.stepsBefore();
    if (posted > 0) {
      int revision = world.stepsBefore() + move.first() % posted;
      ObjectNode state = trail.steps().get(revision).state();
      world.cloned(state, "clone", trail.reference() + "/steps/" + revision);
    }
  }
}
