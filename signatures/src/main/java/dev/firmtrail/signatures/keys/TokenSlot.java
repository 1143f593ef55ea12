package dev.firmtrail.signatures.keys;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A slot of a PKCS#11 library that has a token in it, and what the token says of itself. The JDK
 * takes a slot by its number alone, and a number says nothing about whose PIN it wants: to try each
 * would lock tokens. So the library is asked first, without any PIN.
 *
 * @param id the library's number for it
 * @param index its place among all slots
 * @param facts {@code token} (its label), {@code manufacturer}, {@code model}, {@code serial}
 */
record TokenSlot(long id, int index, Map<String, String> facts) {
  /** How the JDK is told; it reads a number of 31 bits, and some libraries have larger ones. */
  String setting() {
    return id <= Integer.MAX_VALUE ? "slot = " + id : "slotListIndex = " + index;
  }

  /** Whether the token is what was asked for. */
  boolean is(Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .allMatch(fact -> fact.getValue().equals(facts.get(fact.getKey())));
  }

  /** What its maker or owner called it. */
  String label() {
    return facts.getOrDefault("token", "");
  }

  /**
   * All slots of a library with a token in them.
   *
   * @throws NotALibraryException it is no PKCS#11 library, or does not start; the message says what
   *     it answered
   */
  static List<TokenSlot> of(Path module) throws NotALibraryException {
    try {
      return new Library(module).slots();
    } catch (NotALibraryException | Error refused) {
      throw refused;
    } catch (Throwable refused) {
      throw new NotALibraryException("it is no library of PKCS#11 for this machine");
    }
  }

  /** What was named cannot be asked for tokens. */
  static final class NotALibraryException extends Exception {
    private static final long serialVersionUID = 1L;

    NotALibraryException(String problem) {
      super(problem);
    }
  }

  /** The few calls that are needed, as the header of PKCS#11 2.40 lays them out for 64 bits. */
  private static final class Library {
    private static final long OK = 0;
    private static final long ALREADY_INITIALIZED = 0x191;

    /** Places in the list of functions, behind its version. */
    private static final int INITIALIZE = 0;

    private static final int FINALIZE = 1;
    private static final int SLOT_LIST = 4;
    private static final int TOKEN_INFO = 6;

    private static final int INFO_BYTES = 256;
    private static final int MOST_SLOTS = 1_024;

    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG;
    private static final FunctionDescriptor OF_POINTER =
        FunctionDescriptor.of(NUMBER, ValueLayout.ADDRESS);

    private final MethodHandle initialize;
    private final MethodHandle end;
    private final MethodHandle slotList;
    private final MethodHandle tokenInfo;

    @SuppressWarnings("restricted") // The signatures below are those of the standard's header.
    Library(Path module) throws Throwable {
      Linker linker = Linker.nativeLinker();
      // Never unloaded: the JDK will use it in a moment.
      SymbolLookup library = SymbolLookup.libraryLookup(module, Arena.global());
      MethodHandle functionList =
          linker.downcallHandle(library.findOrThrow("C_GetFunctionList"), OF_POINTER);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment answer = arena.allocate(ValueLayout.ADDRESS);
        check("C_GetFunctionList", (long) functionList.invokeExact(answer));
        MemorySegment functions =
            answer
                .get(ValueLayout.ADDRESS, 0)
                .reinterpret(ValueLayout.ADDRESS.byteSize() * (2 + TOKEN_INFO));
        initialize = linker.downcallHandle(function(functions, INITIALIZE), OF_POINTER);
        end = linker.downcallHandle(function(functions, FINALIZE), OF_POINTER);
        slotList =
            linker.downcallHandle(
                function(functions, SLOT_LIST),
                FunctionDescriptor.of(
                    NUMBER, ValueLayout.JAVA_BYTE, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        tokenInfo =
            linker.downcallHandle(
                function(functions, TOKEN_INFO),
                FunctionDescriptor.of(NUMBER, NUMBER, ValueLayout.ADDRESS));
      }
    }

    private static MemorySegment function(MemorySegment functions, int place) {
      return functions.getAtIndex(ValueLayout.ADDRESS, 1L + place);
    }

    private static void check(String call, long answer) throws NotALibraryException {
      if (answer != OK) {
        throw new NotALibraryException(call + " answers 0x" + Long.toHexString(answer));
      }
    }

    List<TokenSlot> slots() throws Throwable {
      long started = (long) initialize.invokeExact(MemorySegment.NULL);
      if (started == ALREADY_INITIALIZED) {
        // The JDK holds it open, with its sessions.
        return read();
      }
      check("C_Initialize", started);
      try {
        return read();
      } finally {
        long ignored = (long) end.invokeExact(MemorySegment.NULL);
      }
    }

    private List<TokenSlot> read() throws Throwable {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment count = arena.allocate(NUMBER);
        byte all = 0;
        check("C_GetSlotList", (long) slotList.invokeExact(all, MemorySegment.NULL, count));
        count.set(NUMBER, 0, Math.clamp(count.get(NUMBER, 0), 0, MOST_SLOTS));
        MemorySegment ids = arena.allocate(NUMBER, MOST_SLOTS);
        check("C_GetSlotList", (long) slotList.invokeExact(all, ids, count));
        List<TokenSlot> slots = new ArrayList<>();
        MemorySegment info = arena.allocate(INFO_BYTES, NUMBER.byteAlignment());
        for (int i = 0; i < count.get(NUMBER, 0); i++) {
          long id = ids.getAtIndex(NUMBER, i);
          if ((long) tokenInfo.invokeExact(id, info) == OK) {
            slots.add(new TokenSlot(id, i, facts(info)));
          }
        }
        return slots;
      }
    }

    private static Map<String, String> facts(MemorySegment info) {
      return Map.of(
          "token", text(info, 0, 32),
          "manufacturer", text(info, 32, 32),
          "model", text(info, 64, 16),
          "serial", text(info, 80, 16));
    }

    private static String text(MemorySegment info, int from, int length) {
      byte[] bytes = info.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE);
      return new String(bytes, StandardCharsets.UTF_8).stripTrailing();
    }
  }
}
