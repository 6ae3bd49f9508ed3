package com.arenacrm.integration.colleagues;

import com.arenacrm.identity.Colleagues;
import com.arenacrm.identity.Colleagues.Colleague;
import com.arenacrm.identity.Role;
import com.arenacrm.identity.UserId;
import com.arenacrm.integration.ImportPass;
import com.arenacrm.integration.ImportRow;
import com.arenacrm.integration.Reason;
import com.arenacrm.integration.RowImporter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whose the rows of a file are: people of ours, with access or without, also those who come in with
 * another file of the same set.
 */
@Component
public class Owners {

  /** Headers of columns that name who sells, whatever the file holds. */
  public static final List<String> SELLER_HEADERS =
      List.of(
          "vendedor",
          "vendedora",
          "vendedor asignado",
          "seller",
          "sales agent",
          "sales rep",
          "sales representative",
          "salesperson",
          "sales person",
          "salesman",
          "sales executive",
          "account executive",
          "account manager",
          "agente comercial",
          "agente de ventas",
          "agente",
          "ejecutivo de ventas",
          "ejecutivo comercial",
          "asesor comercial",
          "representante de ventas",
          "gestor comercial");

  private final Colleagues colleagues;
  private final JsonMapper json;

  Owners(Colleagues colleagues, JsonMapper json) {
    this.colleagues = colleagues;
    this.json = json;
  }

  /** For the rows of a batch; by a few statements. */
  public OfBatch of(ImportPass pass) {
    return new OfBatch(Roster.of(colleagues, json, pass), pass);
  }

  /** Whose the rows of one batch are. */
  public static final class OfBatch {

    private final Roster roster;
    private final ImportPass pass;

    private OfBatch(Roster roster, ImportPass pass) {
      this.roster = roster;
      this.pass = pass;
    }

    /**
     * Whom a row means by a field of type CHOICE.
     *
     * @param notes is told when nobody is there any more, or not yet
     * @return the identifier as text; null when it means nobody
     */
    public @Nullable String of(ImportRow row, String field, List<Reason> notes) {
      String chosen = row.choice(field);
      if (chosen == null) {
        return null;
      }
      Colleague one =
          chosen.startsWith(RowImporter.CALLED)
              ? Roster.meant(roster.called(chosen.substring(RowImporter.CALLED.length())))
              : roster.get(UUID.fromString(chosen));
      if (one == null || !covers(one)) {
        String name =
            chosen.startsWith(RowImporter.CALLED)
                ? chosen.substring(RowImporter.CALLED.length())
                : "—";
        notes.add(Reason.of("import.note.nobody", name));
        return null;
      }
      return one.id().toString();
    }

    // Whoever chose had those in sight whom they may put in charge.
    private boolean covers(Colleague one) {
      return one.enabled() || pass.actor().scope().covers(Optional.of(new UserId(one.id())));
    }

    /** Whether this person of ours sells. */
    public boolean sells(UUID id) {
      Colleague one = roster.get(id);
      return one != null && one.roles().contains(Role.SALES);
    }

    /**
     * Says so where open work is with somebody who cannot sign in, and so nobody does it.
     *
     * @param owner in whose charge it is; null for nobody
     */
    public void warn(@Nullable UUID owner, List<Reason> notes) {
      Colleague one = owner == null ? null : roster.get(owner);
      if (one != null && !one.enabled()) {
        notes.add(Reason.of("import.note.absent", one.name()));
      }
    }
  }
}
