/**
 * Power cuts. The file operations of a real run are recorded ({@link
 * dev.firmtrail.testkit.crash.StraceRecording}, or by hand {@link
 * dev.firmtrail.testkit.crash.Recording}), every state that a disk may be left in is made from them
 * ({@link dev.firmtrail.testkit.crash.CrashStates}), and each is given to a check of what the
 * program makes of it ({@link dev.firmtrail.testkit.crash.Replay}).
 *
 * <p>The disk is the weakest one that an honest file system may be; {@link
 * dev.firmtrail.testkit.crash.CrashPoint} says what that means. Nothing here knows how the program
 * makes anything durable: only results are looked at.
 */
@NullMarked
package dev.firmtrail.testkit.crash;

import org.jspecify.annotations.NullMarked;
