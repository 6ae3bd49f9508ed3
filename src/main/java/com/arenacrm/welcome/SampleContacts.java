package com.arenacrm.welcome;

import com.arenacrm.contacts.CompanyDetails;
import com.arenacrm.contacts.CompanyId;
import com.arenacrm.contacts.ConsentState;
import com.arenacrm.contacts.ContactBook;
import com.arenacrm.contacts.PersonDetails;
import com.arenacrm.contacts.PersonId;
import com.arenacrm.identity.CurrentUser;
import com.arenacrm.shared.EmailAddress;
import java.text.Normalizer;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The people whom Cafés Almendro knows, by name, and where they work. */
final class SampleContacts {

  private static final String HOTEL = "industry.hotel";
  private static final String OFFICE = "industry.office";
  private static final String RESTAURANT = "industry.restaurant";
  private static final String BAR = "industry.bar";

  private final ContactBook book;
  private final CurrentUser keeper;
  private final SampleWords words;
  private final SampleTime time;
  private final Map<String, PersonId> people = new LinkedHashMap<>();
  private final Map<String, CompanyId> employers = new LinkedHashMap<>();

  SampleContacts(ContactBook book, CurrentUser keeper, SampleWords words, SampleTime time) {
    this.book = book;
    this.keeper = keeper;
    this.words = words;
    this.time = time;
  }

  /** Fills the address book as it was before the story begins. */
  void fill() {
    at("Hotel Mirador", HOTEL, 64, "Galicia", "A Coruña", "hotelmirador")
        .person("Paula Rey", "frontOfHouse.her", true)
        .person("Tomás Vigo", "hotelDirector.his", true);
    at("Hotel Rías Altas", HOTEL, 85, "Galicia", "Ferrol", "riasaltas")
        .person("Eva Prieto", "purchasing.head", true)
        .person("Julio Cal", "chef", false);
    at("Pazo da Ribeira", HOTEL, 28, "Galicia", "Lugo", "pazodaribeira")
        .person("Noa Castro", "hotelDirector.her", true);
    at("Balneario de Fontes", HOTEL, 110, "Galicia", "Ourense", "balneariofontes")
        .person("Ramón Ledo", "beverage", true)
        .person("Irene Sala", "purchasing.officer", true);
    at("Hotel Torre do Mar", HOTEL, 45, "Galicia", "Vigo", "torredomar")
        .person("Sergio Pazos", "frontOfHouse.his", true);
    at("Casona del Norte", HOTEL, 35, "Asturias", "Oviedo", "casonadelnorte")
        .person("Carmen Llano", "owner.her", true)
        .person("Hugo Menéndez", "frontOfHouse.his", false);
    at("Gran Hotel Brisamar", HOTEL, 140, "Cantabria", "Santander", "brisamar")
        .person("Laura Cueto", "purchasing.director", true);
    at("Posada del Sil", HOTEL, 18, "Galicia", "Monforte", "posadadelsil")
        .person("Xoel Dacal", "owner.his", true);
    at("Hotel Boutique Alameda", HOTEL, 40, "Galicia", "Santiago", "hotelalameda")
        .person("Marta Oubiña", "frontOfHouse.her", true);
    at("Hostal Puerta Real", HOTEL, 9, "Andalucía", "Granada", "puertareal")
        .person("Daniel Moya", "inCharge", false);
    at("Gestoría Varela", OFFICE, 42, "Galicia", "A Coruña", "gestoriavarela")
        .person("Belén Varela", "generalManager", true);
    at("Estudio Norte Arquitectos", OFFICE, 25, "Galicia", "Vigo", "estudionorte")
        .person("Iván Roca", "officeManager", true);
    at("Cowork Atlántico", OFFICE, 12, "Galicia", "Vigo", "coworkatlantico")
        .person("Sara Lema", "coordinator", true);
    at("Clínica Sanz", OFFICE, 33, "Galicia", "Lugo", "clinicasanz")
        .person("Pilar Sanz", "generalManager", true);
    at("Logística Breogán", OFFICE, 180, "Galicia", "Ourense", "breogan")
        .person("Óscar Freire", "people", false);
    at("Casa Olmo", RESTAURANT, 14, "Castilla y León", "León", "casaolmo")
        .person("Diego Olmo", "owner.his", true);
    at("Restaurante Lúa", RESTAURANT, 22, "Galicia", "Pontevedra", "restaurantelua")
        .person("Mateo Lúa", "chef", true);
    at("Taberna do Porto", RESTAURANT, 8, "Galicia", "Cangas", "tabernadoporto")
        .person("Uxía Porto", "owner.her", true);
    at("Bar Estación", BAR, 4, "Galicia", "Vilalba", "barestacion")
        .person("Nicolás Vidal", "owner.his", false);
    new Employer(null, "correo").journalist("Alba Ríos");
    new Employer(null, "correo").person("Jorge Sil", "student", false);
    twice();
  }

  /**
   * What came in twice, as it does: from the list of the fair, and typed by somebody in a hurry.
   */
  private void twice() {
    again("Sergio Pasos", employer("Sergio Pazos").orElseThrow(), mailOf("Sergio Pazos", "correo"));
    Employer balneario =
        at("Balneario de Fontes, S. L.", HOTEL, 110, "Galicia", "Ourense", "balneariofontes");
    again("Ledo, Ramón", balneario.company, null);
  }

  private void again(String name, @Nullable CompanyId company, @Nullable EmailAddress address) {
    book.addPerson(
        PersonId.next(),
        PersonDetails.of(name, address, null, company),
        keeper.id(),
        time.at(-6, DayOfWeek.THURSDAY, 12));
  }

  /** Somebody from the book; a typing mistake in the story ends its making. */
  PersonId who(String name) {
    return Optional.ofNullable(people.get(name)).orElseThrow(() -> new IllegalStateException(name));
  }

  /** Where they work. */
  Optional<CompanyId> employer(String name) {
    return Optional.ofNullable(employers.get(name));
  }

  /** The first so many people, as a mailing list holds them. */
  List<PersonId> readers(int many) {
    return people.values().stream().limit(many).toList();
  }

  EmailAddress mailOf(String name, String domain) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replace(' ', '.');
    return new EmailAddress(plain + "@" + domain + ".example");
  }

  /** What the book says of somebody who came in by a form. */
  void know(String name, PersonId id) {
    people.put(name, id);
    book.person(id).company().ifPresent(company -> employers.put(name, company));
  }

  private Employer at(
      String name, String industry, int employees, String region, String city, String domain) {
    CompanyId id = CompanyId.next();
    book.addCompany(
        id,
        new CompanyDetails(
            name,
            "https://" + domain + ".example",
            words.say(industry),
            employees,
            region,
            city,
            "ES",
            null,
            List.of(),
            null,
            Map.of()),
        keeper.id(),
        beginning());
    return new Employer(id, domain);
  }

  private Instant beginning() {
    return time.at(-13, DayOfWeek.TUESDAY, 10);
  }

  /** Where the next people work. */
  private final class Employer {

    private final @Nullable CompanyId company;
    private final String domain;

    Employer(@Nullable CompanyId company, String domain) {
      this.company = company;
      this.domain = domain;
    }

    /**
     * @param mayWrite whether they have agreed to be written to
     */
    Employer person(String name, String job, boolean mayWrite) {
      return person(name, job, false, mayWrite);
    }

    /** Others listen to them. */
    Employer journalist(String name) {
      return person(name, "journalist", true, true);
    }

    private Employer person(String name, String job, boolean influencer, boolean mayWrite) {
      PersonId id = PersonId.next();
      book.addPerson(
          id,
          new PersonDetails(
              name,
              mailOf(name, domain),
              null,
              company,
              words.say("job." + job),
              null,
              null,
              null,
              influencer,
              List.of(),
              null,
              Map.of()),
          keeper.id(),
          beginning());
      people.put(name, id);
      if (company != null) {
        employers.put(name, company);
      }
      if (mayWrite) {
        book.consent(
            id,
            ConsentState.GIVEN,
            words.say("consent.how"),
            words.say("consent.words"),
            keeper.id(),
            beginning());
      }
      return this;
    }
  }
}
