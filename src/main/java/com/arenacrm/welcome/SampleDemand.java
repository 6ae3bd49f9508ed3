package com.arenacrm.welcome;

import com.arenacrm.contacts.ContactBook;
import com.arenacrm.icp.ProfileId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.leads.Demand;
import com.arenacrm.leads.DemandSignal;
import com.arenacrm.leads.DemandSignalId;
import com.arenacrm.leads.Facts;
import com.arenacrm.leads.FormSubmissions;
import com.arenacrm.leads.Handoff.Packet;
import com.arenacrm.leads.HandoffId;
import com.arenacrm.leads.Handoffs;
import com.arenacrm.leads.Lead;
import com.arenacrm.leads.LeadForm;
import com.arenacrm.leads.LeadFormId;
import com.arenacrm.leads.LeadId;
import com.arenacrm.leads.LeadIntake;
import com.arenacrm.leads.Outcome;
import com.arenacrm.leads.Outcomes;
import com.arenacrm.leads.Rejection;
import com.arenacrm.planner.OccurrenceId;
import com.arenacrm.shared.TimeOrderedUuid;
import com.arenacrm.welcome.SamplePlan.Planned;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The front doors by which the story of the sample company gets its leads. */
@Component
record SampleDemand(
    ContactBook book,
    LeadIntake intake,
    FormSubmissions forms,
    Handoffs handoffs,
    Demand demand,
    Outcomes outcomes,
    SampleSales sales) {

  private static final String ADDRESS = "cata-para-jefes-de-sala";

  /** Tells who came, and what marketing and sales made of it. */
  void tell(
      SampleCast cast,
      SampleProfiles profiles,
      SampleContacts contacts,
      SamplePlan plan,
      SampleTime time) {
    new Story(cast, profiles, contacts, plan, time).tell();
  }

  private final class Story {

    private final SampleCast cast;
    private final SampleProfiles profiles;
    private final SampleContacts contacts;
    private final SamplePlan plan;
    private final SampleTime time;
    private final LeadForm form;

    Story(
        SampleCast cast,
        SampleProfiles profiles,
        SampleContacts contacts,
        SamplePlan plan,
        SampleTime time) {
      this.cast = cast;
      this.profiles = profiles;
      this.contacts = contacts;
      this.plan = plan;
      this.time = time;
      this.form =
          forms.offer(
              LeadFormId.next(),
              new LeadForm.Content(
                  ADDRESS,
                  "Cata para jefes de sala",
                  "Ven al tostadero, pruébalo con tu leche y llévate una muestra para tu equipo.",
                  "Te escribimos en un día laborable con la fecha de la próxima cata.",
                  "Acepto que Cafés Almendro use mis datos para responderme.",
                  true,
                  true,
                  "¿Qué te gustaría resolver?",
                  "es",
                  plan.tasting().id()),
              cast.lucia().id(),
              time.at(-13, DayOfWeek.FRIDAY, 13));
    }

    void tell() {
      SampleSales.Story selling = sales.story(cast, profiles, contacts, time);

      // The one that went as it should, came back, and recommended us.
      LeadId paula =
          asked("Paula Rey", "hotelmirador", "Hotel Mirador", -12, "El café del desayuno");
      signal("Paula Rey", plan.tasting(), -12, INTENT, "«¿A cuánto sale por desayuno?»")
          .confirmedBy(cast.marcos());
      know(
          paula,
          "40 kg al mes para 64 habitaciones",
          "900 € al mes",
          "Decide ella con dirección",
          6);
      selling.mirador(
          hand(
              paula,
              cast.marcos(),
              -11,
              DayOfWeek.TUESDAY,
              "Pidió precio por desayuno en la cata."));
      LeadId noa = recommended("Noa Castro", "Paula Rey", -8);
      know(noa, "Renovar el desayuno en temporada", "500 € al mes", "Es la directora", 5);
      selling.ribeira(
          hand(noa, cast.ines(), -7, DayOfWeek.MONDAY, "La recomienda Paula, del Hotel Mirador."));

      // Those that are on their way.
      LeadId eva = met("Eva Prieto", plan.tasting(), -10, profiles.hotels());
      signal(
              "Eva Prieto",
              plan.tasting(),
              -10,
              INTENT,
              "Preguntó si servimos a Ferrol dos veces por semana")
          .confirmedBy(cast.marcos());
      know(
          eva,
          "Dos máquinas y 80 kg al mes",
          "1.800 € al mes",
          "Compras propone, dirección firma",
          10);
      selling.rias(
          hand(eva, cast.marcos(), -9, DayOfWeek.WEDNESDAY, "Quiere máquinas nuevas este año."));
      LeadId ramon = met("Ramón Ledo", plan.diagnosis(), -5, profiles.hotels());
      signal(
              "Ramón Ledo",
              plan.diagnosis(),
              -5,
              CLOSING,
              "Pidió una prueba de dos semanas en cafetería")
          .confirmedBy(cast.marcos());
      know(ramon, "Cafetería y desayunos, 120 kg al mes", "2.400 € al mes", "Él, con gerencia", 8);
      selling.fontes(
          hand(ramon, cast.marcos(), -4, DayOfWeek.MONDAY, "El diagnóstico dejó ver la avería."));
      LeadId carmen = met("Carmen Llano", plan.diagnosis(), -4, profiles.hotels());
      signal("Carmen Llano", plan.diagnosis(), -4, INTENT, "«Mándame números antes de fin de mes»")
          .confirmedBy(cast.marcos());
      know(carmen, "Dos casas rurales y el hotel", "1.100 € al mes", "Es la propietaria", 4);
      selling.casona(hand(carmen, cast.marcos(), -3, DayOfWeek.TUESDAY, "Pidió números."));
      LeadId laura = met("Laura Cueto", plan.diagnosis(), -2, profiles.hotels());
      know(laura, "Acuerdo para tres hoteles", "4.000 € al mes", "Comité de compras", 20);
      selling.brisamar(hand(laura, cast.marcos(), -2, DayOfWeek.FRIDAY, "Grande: tres hoteles."));
      LeadId sara = met("Sara Lema", plan.linkedIn(), -3, profiles.offices());
      know(sara, "Café para 40 puestos", "200 € al mes", "Decide ella", 9);
      selling.cowork(hand(sara, cast.ines(), -2, DayOfWeek.TUESDAY, "Lo vio en LinkedIn y llamó."));

      // Those that were lost, and one restaurant that bought although nobody aimed at it.
      LeadId sergio = met("Sergio Pazos", plan.visit(), -10, profiles.hotels());
      know(sergio, "Cambiar de proveedor", "600 € al mes", "Su director", 3);
      selling.torre(
          hand(sergio, cast.marcos(), -9, DayOfWeek.MONDAY, "Vino a la visita y a dos catas."));
      LeadId belen = met("Belén Varela", plan.linkedIn(), -6, profiles.offices());
      know(belen, "Máquina para 42 personas", "250 € al mes", "Es la gerente", 4);
      selling.varela(hand(belen, cast.ines(), -5, DayOfWeek.THURSDAY, "Compara tres ofertas."));
      LeadId diego = met("Diego Olmo", plan.article(), -6, null);
      know(diego, "Carta de cafés para el postre", "150 € al mes", "Es el propietario", 2);
      selling.olmo(hand(diego, cast.ines(), -5, DayOfWeek.MONDAY, "Leyó el artículo y escribió."));

      // What waits, what came back, what is not ready.
      LeadId nicolas = met("Nicolás Vidal", plan.tasting(), -4, profiles.hotels());
      know(nicolas, "Café más barato", "80 € al mes", "Es el dueño", 3);
      HandoffId bar =
          hand(nicolas, cast.marcos(), -3, DayOfWeek.WEDNESDAY, "Vino dos veces a la cata.");
      handoffs.reject(
          bar,
          Rejection.OUTSIDE_PROFILE,
          "Es un bar de paso y solo pregunta por el precio.",
          cast.marcos(),
          time.at(-3, DayOfWeek.THURSDAY, 10));
      LeadId irene = met("Irene Sala", plan.tasting(), -2, profiles.hotels());
      know(irene, "Segunda máquina en el spa", "300 € al mes", "Compras", 12);
      handAgo(irene, cast.ines(), Duration.ofDays(3), "Volvió a la cata con su jefe.");
      LeadId marta = met("Marta Oubiña", plan.tasting(), -2, profiles.hotels());
      signal("Marta Oubiña", plan.tasting(), -2, INTENT, "Pidió la ficha de la máquina pequeña");
      know(marta, "Máquina para 40 habitaciones", "700 € al mes", "Ella y el director", 6);
      handAgo(
          marta, cast.marcos(), Duration.ofMinutes(25), "Pidió la ficha y una fecha de visita.");
      LeadId pilar = met("Pilar Sanz", plan.linkedIn(), -1, profiles.offices());
      know(pilar, "Café para la sala de espera", "120 € al mes", "Es la gerente", 5);
      qualify(pilar, time.now().minus(Duration.ofHours(20)));
      LeadId ivan = met("Iván Roca", plan.linkedIn(), -2, profiles.offices());
      intake.learn(ivan, new Facts("Cambiar las cápsulas", null, null, null));
      int latest = time.isOver(time.at(0, DayOfWeek.TUESDAY, 21)) ? 0 : -1;
      asked(
          "Xoel Dacal",
          "posadadelsil",
          "Posada del Sil",
          latest,
          "Que el café no sea lo peor del desayuno");
      asked(
          "Mateo Lúa", "restaurantelua", "Restaurante Lúa", latest, "Probar un café para postres");
      if (time.isOver(time.at(0, DayOfWeek.WEDNESDAY, 20))) {
        signal("Xoel Dacal", plan.tasting(), 0, INTENT, "«¿Cuándo podríais montarla?»")
            .confirmedBy(cast.marcos());
        signal("Irene Sala", plan.tasting(), 0, CLOSING, "Pidió el contrato tipo para el spa");
      }
      LeadId uxia = met("Uxía Porto", plan.tasting(), -6, null);
      outcomes.lost(uxia, Outcome.NOTHING, "Cierra en invierno", time.at(-4, DayOfWeek.MONDAY, 10));
      signal("Xoel Dacal", plan.visit(), -1, INTENT, "Preguntó qué máquina cabe en su barra");
      signal("Jorge Sil", plan.tasting(), -4, INTENT, "Quiere montar una cafetería algún día")
          .dismissedBy(cast.marcos(), "Es estudiante: no hay compra.");
      selling.returnOfMirador();
    }

    private static final DemandSignal.Kind INTENT = DemandSignal.Kind.PURCHASE_INTENT;
    private static final DemandSignal.Kind CLOSING = DemandSignal.Kind.CLOSING_INTENT;

    /** Somebody fills in the public form of the tasting. */
    private LeadId asked(String name, String domain, String company, int week, String answer) {
      Instant at = time.at(week, DayOfWeek.TUESDAY, 20);
      forms.take(
          form,
          new FormSubmissions.Sent(
              TimeOrderedUuid.next(),
              name,
              contacts.mailOf(name, domain),
              null,
              company,
              answer,
              true,
              null,
              at.minus(Duration.ofMinutes(2)),
              "198.51.100.7"),
          at);
      return intake.openLeadOf(contacts.who(name)).map(Lead::id).orElseThrow();
    }

    /** Marketing writes down whom an activity brought. */
    private LeadId met(String name, Planned activity, int week, @Nullable ProfileId profile) {
      LeadIntake.ByHand lead =
          new LeadIntake.ByHand(contacts.who(name), profile, activity.id(), null, Facts.NONE);
      return intake.open(LeadId.next(), lead, cast.lucia(), time.at(week, activity.day(), 18)).id();
    }

    private LeadId recommended(String name, String by, int week) {
      LeadIntake.ByHand lead =
          new LeadIntake.ByHand(
              contacts.who(name),
              profiles.hotels(),
              plan.lunch().id(),
              contacts.who(by),
              Facts.NONE);
      return intake
          .open(LeadId.next(), lead, cast.lucia(), time.at(week, DayOfWeek.FRIDAY, 10))
          .id();
    }

    /**
     * @param weeks from now until they want to have bought
     */
    private void know(LeadId lead, String need, String budget, String authority, int weeks) {
      intake.learn(lead, new Facts(need, budget, authority, time.day(weeks, DayOfWeek.MONDAY)));
    }

    private void qualify(LeadId lead, Instant at) {
      handoffs.qualify(lead, cast.lucia().id(), LocalDate.ofInstant(at, time.zone()), at);
    }

    private HandoffId hand(LeadId lead, CurrentUser to, int week, DayOfWeek day, String why) {
      return hand(lead, to, time.at(week, day, 9), why);
    }

    private HandoffId handAgo(LeadId lead, CurrentUser to, Duration ago, String why) {
      return hand(lead, to, time.now().minus(ago), why);
    }

    private HandoffId hand(LeadId lead, CurrentUser to, Instant at, String why) {
      qualify(lead, at.minus(Duration.ofMinutes(20)));
      HandoffId handoff = HandoffId.next();
      handoffs.handOver(
          lead,
          handoff,
          to.id(),
          new Packet(why, "Que alguien le llama en el día.", "Llamar para concretar la visita"),
          cast.lucia().id(),
          at);
      return handoff;
    }

    private Noted signal(
        String name, Planned activity, int week, DemandSignal.Kind kind, String evidence) {
      Instant at = time.at(week, activity.day(), 19);
      OccurrenceId occurrence = plan.of(activity, week);
      DemandSignal signal =
          demand.note(
              DemandSignalId.next(),
              kind,
              contacts.who(name),
              occurrence,
              evidence,
              time.day(week, activity.day()),
              cast.lucia().id(),
              at);
      return new Noted(signal.id(), at.plus(Duration.ofHours(16)));
    }

    private final class Noted {

      private final DemandSignalId id;
      private final Instant later;

      Noted(DemandSignalId id, Instant later) {
        this.id = id;
        this.later = later;
      }

      void confirmedBy(CurrentUser seller) {
        demand.confirm(id, seller.id(), later);
      }

      void dismissedBy(CurrentUser seller, String why) {
        demand.dismiss(id, seller.id(), why, later);
      }
    }
  }
}
