package com.arenacrm.contacts;

import com.arenacrm.integration.Choice;
import com.arenacrm.integration.ImportField;
import com.arenacrm.integration.ImportField.Type;
import com.arenacrm.integration.MatchKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a column can say of a person, for every importer whose rows speak of people. {@link
 * PersonDraft#read} reads them.
 */
public final class PersonFields {

  private PersonFields() {}

  /** Name, ways to reach them, company and place: what also leads and deals carry. */
  public static List<ImportField> basics() {
    return List.of(
        ImportField.text("name", "person.name", 200)
            .called(
                "nombre y apellidos",
                "nombre completo",
                "full name",
                "nombre",
                "name",
                "contacto",
                "contact name",
                "contact",
                "persona",
                "person"),
        ImportField.text("firstName", "person.import.firstName", 100)
            .called("nombre de pila", "first name", "given name", "forename"),
        ImportField.text("lastName", "person.import.lastName", 100)
            .called("apellidos", "apellido", "last name", "surname", "family name"),
        ImportField.of("email", "person.email", Type.EMAIL)
            .called(
                "email",
                "correo",
                "correo electronico",
                "e-mail",
                "mail",
                "email address",
                "direccion de correo",
                "email 1",
                "primary email",
                "correo 1"),
        ImportField.of("phone", "person.phone", Type.PHONE)
            .called(
                "movil",
                "mobile",
                "telefono",
                "phone",
                "telefono movil",
                "mobile phone",
                "celular",
                "phone number",
                "tel",
                "cell",
                "cell phone",
                "telephone",
                "numero de telefono",
                "telefono 1",
                "whatsapp"),
        ImportField.text("company", "person.company", 200)
            .called(
                "empresa",
                "company",
                "company name",
                "nombre de la empresa",
                "account name",
                "account",
                "cuenta",
                "organizacion",
                "organization",
                "organisation",
                "razon social",
                "cliente"),
        ImportField.text("companyId", "person.import.companyId", 200)
            .called(
                "account id",
                "company id",
                "id empresa",
                "id de empresa",
                "id cuenta",
                "codigo empresa",
                "organization id",
                "id cliente"),
        ImportField.text("jobTitle", "person.jobTitle", 200)
            .called("cargo", "puesto", "job title", "title", "position", "role", "funcion", "job"),
        ImportField.text("city", "person.city", 100)
            .called("ciudad", "city", "poblacion", "localidad", "municipio", "town"),
        ImportField.text("region", "person.region", 100)
            .called("provincia", "region", "estado", "state", "comunidad", "province", "county"),
        ImportField.text("country", "person.country", 100).called("pais", "country"),
        ImportField.of("link", "person.import.link", Type.WEB)
            .called(
                "linkedin",
                "linkedin url",
                "perfil de linkedin",
                "pagina",
                "twitter",
                "x",
                "facebook",
                "instagram",
                "web personal"));
  }

  /** All that can be said of a person. */
  static List<ImportField> all() {
    List<ImportField> fields = new java.util.ArrayList<>();
    fields.add(
        ImportField.text("outsideId", "person.import.outsideId", 200)
            .called(
                "contact id",
                "id contacto",
                "id de contacto",
                "person id",
                "record id",
                "customer id",
                "id",
                "identificador",
                "codigo",
                "referencia"));
    fields.addAll(basics());
    fields.add(
        ImportField.of("influencer", "person.influencer", Type.YES_NO)
            .called("influye", "influencer", "influencia", "prescriptor"));
    fields.add(
        ImportField.of("consent", "consent.title", Type.CHOICE)
            .called(
                "consentimiento",
                "consent",
                "opt in",
                "acepta comunicaciones",
                "rgpd",
                "gdpr",
                "suscrito",
                "subscribed",
                "acepta publicidad",
                "marketing consent"));
    fields.add(
        ImportField.of("since", "person.import.since", Type.MOMENT)
            .called(
                "created time",
                "created at",
                "fecha de alta",
                "fecha de creacion",
                "created",
                "creation date",
                "creado",
                "create date",
                "date added",
                "alta"));
    fields.add(notes());
    return List.copyOf(fields);
  }

  /** What else is to be known about a person, or a company. */
  public static ImportField notes() {
    return ImportField.of("notes", "person.notes", Type.LONG_TEXT)
        .called(
            "notas",
            "notes",
            "observaciones",
            "comentarios",
            "comments",
            "description",
            "descripcion");
  }

  /** How a person may be recognised. */
  public static List<MatchKey> keys() {
    return List.of(
        new MatchKey(MatchKey.OUTSIDE, "person.import.by.outside", Set.of("outsideId")),
        new MatchKey("email", "person.import.by.email", Set.of("email")),
        new MatchKey("phone", "person.import.by.phone", Set.of("phone")),
        new MatchKey("name", "person.import.by.name", Set.of("name", "firstName", "lastName")));
  }

  /** Which word on marketing mail a value of a file is: yes, no, or none. */
  static Optional<String> guessConsent(String value, List<Choice> choices) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "si",
          "sí",
          "yes",
          "true",
          "1",
          "x",
          "acepta",
          "given",
          "dado",
          "subscribed",
          "suscrito" ->
          Optional.of(ConsentState.GIVEN.name());
      case "no", "false", "0", "rechaza", "withdrawn", "retirado", "unsubscribed", "baja" ->
          Optional.of(ConsentState.WITHDRAWN.name());
      default -> Optional.empty();
    };
  }
}
