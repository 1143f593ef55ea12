package dev.firmtrail.hubclient;

/** A step that was posted, and what travelled for it. */
public record Published(PostedStep step, UploadReport upload) {}
