package dev.firmtrail.hub.program;

import dev.firmtrail.hub.Hub;
import dev.firmtrail.hub.accounts.Account;
import dev.firmtrail.hub.accounts.Accounts;
import dev.firmtrail.hub.accounts.NewAccount;
import dev.firmtrail.hub.accounts.Secrets;
import dev.firmtrail.hub.audit.Actor;
import dev.firmtrail.hub.audit.Audit;
import dev.firmtrail.hub.store.Database;
import dev.firmtrail.hub.store.Times;
import dev.firmtrail.hub.web.Refusal;
import dev.firmtrail.state.json.Json;
import dev.firmtrail.state.json.JsonArray;
import dev.firmtrail.state.json.JsonObject;
import dev.firmtrail.state.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code firmtrail-hub user}: accounts, for whoever holds the hub's data. */
@Command(
    name = "user",
    description =
        "Accounts of a hub, while it serves or while it does not. Whoever may write to the data may do this; no password of the hub is asked for.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  firmtrail-hub user add ada --email ada@example.org --data /srv/hub",
      "      asks for the password; no command line ever holds one",
      "  firmtrail-hub user disable ada --data /srv/hub"
    })
final class UserCommands implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  private UserCommands() {}

  static CommandLine line(Map<String, String> environment) {
    CommandLine line = new CommandLine(new UserCommands());
    List.of(new Add(), new Passwd(), new Disable(), new Enable(), new ListAll())
        .forEach(command -> line.addSubcommand(command.line(environment)));
    return line;
  }

  @Override
  public void run() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    throw new ParameterException(
        line,
        "what about users? the commands are: " + String.join(", ", line.getSubcommands().keySet()));
  }

  /** A command that works on accounts. */
  abstract static class OnAccounts extends HubCommand {
    abstract void run(Accounts accounts) throws BadSettingException, IOException;

    @Override
    final int run(HubSettings settings) throws BadSettingException, IOException {
      SecureRandom random = new SecureRandom();
      try (Database database = Database.openBesideHub(existing(settings).database());
          Secrets secrets = new Secrets(random)) {
        InstantSource clock = InstantSource.system();
        run(new Accounts(database, secrets, new Audit(database, clock), random, clock));
        return 0;
      } catch (Refusal refused) {
        throw new IOException(refused.reason(), refused);
      }
    }
  }

  /** A command about one account. */
  abstract static class OnOne extends OnAccounts {
    @Parameters(paramLabel = "NICK", description = "Whose account.")
    private @Nullable String nick;

    final String nick() {
      return Objects.requireNonNull(nick);
    }

    final Account account(Accounts accounts) throws IOException {
      return accounts
          .byNick(nick())
          .orElseThrow(() -> new IOException("there is no account of the nick " + nick()));
    }
  }

  /** {@code firmtrail-hub user add}. */
  @Command(
      name = "add",
      description =
          "Makes an account. Its password comes from the terminal, from --password-file, or else from the first line of standard input.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  firmtrail-hub user add ada --email ada@example.org --data /srv/hub",
        "  pass show hub/ada | firmtrail-hub user add ada --email ada@example.org --data /srv/hub"
      })
  static final class Add extends OnOne {
    @Option(
        names = "--email",
        required = true,
        paramLabel = "ADDRESS",
        description = "Of the person; can be used to log in as well.")
    private @Nullable String email;

    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        description = "Its first line is the password.")
    private @Nullable Path passwordFile;

    @Override
    void run(Accounts accounts) throws IOException {
      JsonObject wish =
          JsonObject.builder()
              .put("email", Objects.requireNonNull(email))
              .put("nick", nick())
              .put("password", Password.ask(Optional.ofNullable(passwordFile)))
              .build();
      Account made = accounts.create(NewAccount.of(wish, Hub.RESERVED), Actor.OPERATOR);
      out().printf("%s may log in now.%n", made.nick());
    }
  }

  /** {@code firmtrail-hub user passwd}. */
  @Command(
      name = "passwd",
      description = "Gives an account another password. Sessions that run go on.",
      footerHeading = "%nExamples:%n",
      footer = "  firmtrail-hub user passwd ada --data /srv/hub")
  static final class Passwd extends OnOne {
    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        description = "Its first line is the password.")
    private @Nullable Path passwordFile;

    @Override
    void run(Accounts accounts) throws IOException {
      Account account = account(accounts);
      accounts.setPassword(
          account, Password.ask(Optional.ofNullable(passwordFile)), Actor.OPERATOR);
      out().printf("%s has another password now.%n", account.nick());
    }
  }

  /** {@code firmtrail-hub user disable}. */
  @Command(
      name = "disable",
      description =
          "Shuts an account out: it can neither log in nor go on with a session. Tokens that it has are good until they end, 60 minutes at most. Its devices go on, and nothing that it owns is touched.",
      footerHeading = "%nExamples:%n",
      footer = "  firmtrail-hub user disable ada --data /srv/hub")
  static final class Disable extends OnOne {
    @Override
    void run(Accounts accounts) throws IOException {
      Account account = account(accounts);
      accounts.setDisabled(account, true, Actor.OPERATOR);
      out()
          .printf(
              "%s is shut out; what it is logged in to ends within 60 minutes.%n", account.nick());
    }
  }

  /** {@code firmtrail-hub user enable}. */
  @Command(
      name = "enable",
      description = "Lets an account in again.",
      footerHeading = "%nExamples:%n",
      footer = "  firmtrail-hub user enable ada --data /srv/hub")
  static final class Enable extends OnOne {
    @Override
    void run(Accounts accounts) throws IOException {
      Account account = account(accounts);
      accounts.setDisabled(account, false, Actor.OPERATOR);
      out().printf("%s may log in again.%n", account.nick());
    }
  }

  /** {@code firmtrail-hub user list}. */
  @Command(
      name = "list",
      description = "Shows all accounts.",
      footerHeading = "%nExamples:%n",
      footer = "  firmtrail-hub user list --data /srv/hub --json")
  static final class ListAll extends OnAccounts {
    @Option(names = "--json", description = "Print one JSON list instead of lines.")
    private boolean json;

    @Override
    void run(Accounts accounts) {
      List<Account> all = accounts.all();
      if (json) {
        out()
            .println(
                JsonWriter.COMPACT.text(new JsonArray(all.stream().map(ListAll::json).toList())));
      } else {
        all.forEach(account ->
            out()
                .printf(
                    "%-24s%-10s%s%n",
                    account.nick(), account.disabled() ? "disabled" : "", account.email()));
      }
    }

    private static Json json(Account account) {
      return JsonObject.builder()
          .put("prn", account.prn().text())
          .put("nick", account.nick())
          .put("email", account.email())
          .put("created", Times.wire(account.created()))
          .put("disabled", account.disabled())
          .build();
    }
  }
}
