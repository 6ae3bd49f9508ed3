import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Fills a running Arena that has just been set up with a made-up company of a given size: two years
 * of plan, people, leads and deals, ending today. The same each time but for the ids and the dates,
 * which follow today's.
 *
 * <p>Arguments: size (S, M, L, D500 or D50000), data folder of that Arena or the JDBC address of its database. Needs PostgreSQL's JDBC driver on the
 * class path. {@code bench/run} does all of it.
 */
class Company {

  /** How much there is of what; everything else follows from these. */
  record Size(int people, int deals, int occurrences) {}

  static final Map<String, Size> SIZES =
      Map.of(
          "S", new Size(10_000, 5_000, 20_000),
          "M", new Size(200_000, 100_000, 400_000),
          "L", new Size(1_000_000, 500_000, 2_000_000),
          // 500 and 50,000 open deals, with little else.
          "D500", new Size(2_000, 1_667, 2_080),
          "D50000", new Size(170_000, 166_667, 2_080));

  /** Times that an activity happens: weekly, 96 weeks back to 8 weeks ahead. */
  static final int WEEKS = 104;

  /** Deals of a seller; 300 of them are open. */
  static final int DEALS_EACH = 1_000;

  public static void main(String[] arguments) throws Exception {
    Size size = SIZES.get(arguments[0]);
    try (Connection connection = connect(arguments[1]);
        Statement statement = connection.createStatement()) {
      refuseIfFilled(statement);
      connection.setAutoCommit(false);
      long start = System.nanoTime();
      for (String step : SCRIPT.split("(?m)^-- ")) {
        if (step.isBlank()) {
          continue;
        }
        String what = step.lines().findFirst().orElse("");
        statement.execute(sized(step.substring(what.length()), size));
        System.err.printf("%6.1f s  %s%n", (System.nanoTime() - start) / 1e9, what);
      }
      connection.commit();
      connection.setAutoCommit(true);
      statement.execute("vacuum analyze");
      System.err.printf("%6.1f s  vacuumed%n", (System.nanoTime() - start) / 1e9);
    }
  }

  /**
   * The database at a JDBC address, or the one in an Arena's data folder, as an administrator would:
   * the port from the server's file, the password from Arena's.
   */
  static Connection connect(String place) throws SQLException, IOException {
    if (place.startsWith("jdbc:")) {
      return DriverManager.getConnection(place);
    }
    Path data = Path.of(place);
    String port = Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3).strip();
    String password = Files.readString(data.resolve("postgres/arena.password")).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/arena", "arena", password);
  }

  private static void refuseIfFilled(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "select (select count(*) from identity.user_account),"
                + " (select count(*) from contacts.person)")) {
      rows.next();
      if (rows.getInt(1) != 1 || rows.getInt(2) != 0) {
        throw new IllegalStateException(
            "Arena must have been set up, empty, with one administrator and nothing else");
      }
    }
  }

  private static String sized(String sql, Size size) {
    return sql.replace(":people", "" + size.people)
        .replace(":companies", "" + size.people / 4)
        .replace(":deals", "" + size.deals)
        .replace(":activities", "" + size.occurrences / WEEKS)
        .replace(":weeks", "" + WEEKS)
        .replace(":sellers", "" + Math.max(5, size.deals / DEALS_EACH))
        .replace(":stories", "" + Math.max(20, size.deals / 1_000))
        .replace(":marketers", "" + Math.max(3, size.deals / DEALS_EACH / 5));
  }

  /** Steps begin with a line that says what they make. Numbers from 0 tie the temporary tables. */
  private static final String SCRIPT =
      """
-- words to make names from
select setseed(0.42);
set local search_path = public;
create function pg_temp.pick(words text[], n bigint) returns text language sql immutable
  return words[1 + abs(n) % array_length(words, 1)];
create temp table b_word on commit drop as select
  array['Lucía','Marcos','Inés','Teresa','Andrés','José','María','Nuria','Óscar','Raúl','Sofía','Íñigo','Begoña','Álvaro','Elena','Hugo','Laura','Martín','Paula','Rubén','Carmen','Diego','Irene','Javier','Marta','Pablo','Rosa','Sergio','Yolanda','Víctor','Alba','Bruno','Clara','David','Eva','Félix','Gloria','Héctor','Julia'] as first,
  array['García','Martínez','López','Sánchez','Pérez','Gómez','Martín','Jiménez','Ruiz','Hernández','Díaz','Moreno','Muñoz','Álvarez','Romero','Alonso','Gutiérrez','Navarro','Torres','Domínguez','Vázquez','Ramos','Gil','Ramírez','Serrano','Blanco','Molina','Morales','Suárez','Ortega','Delgado','Castro','Ortiz','Rubio','Marín','Sanz','Núñez','Iglesias','Medina','Garrido','Cortés','Castillo','Santos','Lozano','Guerrero','Cano','Prieto','Méndez','Cruz','Calvo','Gallego','Vidal','León'] as last,
  array['Hotel','Restaurante','Oficinas','Panadería','Residencia','Cafetería','Clínica','Colegio','Talleres','Bodegas'] as trade,
  array['del Mar','Almendro','de la Sierra','Central','San Miguel','Ribera','Mirador','Los Olivos','El Puerto','Las Flores','del Norte','La Plaza','Miramar','El Roble','Buenavista','Santa Ana','La Fuente'] as place,
  array['Madrid','Barcelona','Valencia','Sevilla','Zaragoza','Málaga','Murcia','Bilbao','Alicante','Córdoba','Valladolid','Vigo','Gijón'] as city,
  array['KNOW','LIKE','TRUST','TRY','BUY','REPEAT','REFER'] as phase;
-- users, who share the administrator's password
create temp table b_user on commit drop as
  select row_number() over (partition by role order by n) - 1 as n, role, uuidv7() as id, n as account
  from (select g as n, 'MARKETING' as role from generate_series(0, :marketers - 1) g
        union all select 1000000 + g, 'SALES' from generate_series(0, :sellers - 1) g
        union all select 2000000, 'MANAGER') u;
insert into identity.team (id, name, version)
  select uuidv7(), 'Equipo ' || g, 0 from generate_series(1, greatest(1, :sellers / 10)) g;
insert into identity.user_account (id, email, name, password_hash, enabled, credential_era, created_at, team_id, version)
  select u.id, lower(u.role) || u.n || '@example.com',
         pg_temp.pick(w.first, u.n) || ' ' || pg_temp.pick(w.last, u.n * 7), a.password_hash, true,
         a.credential_era, now(),
         case when u.role = 'SALES' then (select id from identity.team order by name offset u.n % greatest(1, :sellers / 10) limit 1) end,
         0
  from b_user u, b_word w, (select * from identity.user_account limit 1) a;
insert into identity.user_role select id, role from b_user;
create index on b_user (role, n);
create temp table b_admin on commit drop as select user_id as id from identity.user_role where role = 'ADMINISTRATOR' limit 1;
-- profiles
create temp table b_profile on commit drop as
  select g as n, uuidv7() as id, uuidv7() as edition, pg_temp.pick(w.trade, g) as trade
  from generate_series(0, 4) g, b_word w;
insert into icp.profile (id, name, created_at, created_by, version)
  select p.id, p.trade || ' de más de ' || (10 + 10 * n), now() - interval '2 years', a.id, 0 from b_profile p, b_admin a;
insert into icp.edition (id, profile_id, number, state, value_statement, created_at, created_by, proposed_at, signed_at, version)
  select edition, p.id, 1, 'SIGNED', 'Café recién tostado cada semana', now() - interval '2 years', a.id,
         now() - interval '2 years', now() - interval '2 years', 0 from b_profile p, b_admin a;
insert into icp.criterion
  select edition, 0, false, 'INDUSTRY', 'IS', trade, 60, false from b_profile
  union all select edition, 1, false, 'EMPLOYEES', 'AT_LEAST', (10 + 10 * n)::text, 40, false from b_profile;
insert into icp.phase_exclusion select edition, 'REFER', 'No recomiendan a su competencia' from b_profile where n = 4;
insert into icp.signature
  select p.edition, s.side, a.id, now() - interval '2 years' from b_profile p, b_admin a, (values ('MARKETING'), ('SALES')) s(side);
-- companies
create temp table b_company on commit drop as
  select g as n, uuidv7() as id, pg_temp.pick(w.trade, g) as trade,
         pg_temp.pick(w.trade, g) || ' ' || pg_temp.pick(w.place, g / 10) || ' ' || g as name,
         pg_temp.pick(w.city, g * 3) as city
  from generate_series(0, :companies - 1) g, b_word w;
insert into contacts.company (id, name, domain, industry, employees, city, country, created_at, created_by, version)
  select c.id, c.name, 'empresa' || n || '.example', trade, 1 + (n * 37) % 400, city, 'ES',
         now() - random() * interval '2 years', a.id, 0
  from b_company c, b_admin a;
create unique index on b_company (n);
-- people
create temp table b_person on commit drop as
  select g as n, uuidv7() as id,
         pg_temp.pick(w.first, g) || ' ' || pg_temp.pick(w.last, g / 39) || ' ' || pg_temp.pick(w.last, g * 11 + 5) as name,
         g % :companies as company, now() - random() * interval '2 years' as came
  from generate_series(0, :people - 1) g, b_word w;
insert into contacts.person (id, name, email, phone, company_id, company_name, job_title, city, country, consent, created_at, created_by, version)
  select p.id, p.name, 'persona' || p.n || '@empresa' || p.company || '.example',
         case when p.n % 2 = 0 then '+346' || lpad(p.n::text, 8, '0') end, c.id, c.name,
         (array['Gerente','Compras','Dirección','Recepción'])[1 + p.n % 4], c.city, 'ES',
         (array['UNKNOWN','GIVEN','GIVEN','WITHDRAWN'])[1 + p.n % 4], p.came, a.id, 0
  from b_person p join b_company c on c.n = p.company, b_admin a;
create unique index on b_person (n);
-- what was said
insert into contacts.interaction (id, kind, person_id, company_id, summary, happened_at, created_at, created_by)
  select uuidv7(), (array['CALL','EMAIL','MEETING','NOTE'])[1 + p.n % 4], p.id, c.id,
         'Quiere probar el café de tueste medio', t.at, t.at, u.id
  from b_person p join b_company c on c.n = p.company
  join b_user u on u.role = 'SALES' and u.n = p.n % :sellers,
  lateral (select p.came + random() * (now() - p.came) as at) t;
-- what we say and offer
create temp table b_part on commit drop as
  select g as n, uuidv7() as id, (array['Fresco','Sin trabajo','De confianza','Del barrio'])[1 + g] as name
  from generate_series(0, 3) g;
insert into playbook.core_message (id, number, promise, created_at, created_by, version)
  select uuidv7(), 1, 'Café recién tostado que llega antes de que se acabe', now() - interval '2 years', id, 0 from b_admin;
insert into playbook.part (id, created_at, created_by)
  select p.id, now() - interval '2 years', a.id from b_part p, b_admin a;
insert into playbook.message_part (message_id, position, part_id, name, says, proof)
  select m.id, p.n, p.id, p.name, 'Tostado esta semana', 'La fecha está en la bolsa' from playbook.core_message m, b_part p;
create temp table b_story on commit drop as
  select g as n, uuidv7() as id from generate_series(0, :stories - 1) g;
insert into playbook.story (id, kind, title, body, profile_id, created_at, created_by, version)
  select s.id, (array['COMPANY','PRODUCT','CUSTOMER'])[1 + s.n % 3], 'Historia ' || s.n,
         'Cómo un hotel de la costa dejó de tirar café', p.id, now() - interval '1 year', a.id, 0
  from b_story s join b_profile p on p.n = s.n % 5, b_admin a;
insert into playbook.story_part
  select s.id, p.id from b_story s join b_part p on p.n = s.n % 5;
insert into playbook.story_phase
  select s.id, pg_temp.pick(w.phase, s.n + k) from b_story s, b_word w, generate_series(0, 1) k;
insert into playbook.script (id, title, body, phase, profile_id, spoken_to, story_id, created_at, created_by, version)
  select uuidv7(), 'Guion ' || s.n, 'Hola, {{nombre}}: ¿cuánto café tiráis al mes?', pg_temp.pick(w.phase, s.n),
         p.id, (array['DECIDES','USES','INFLUENCES','PAYS','TECHNICAL'])[1 + s.n % 5], s.id, now() - interval '1 year', a.id, 0
  from b_story s join b_profile p on p.n = s.n % 5, b_admin a, b_word w;
insert into playbook.material (id, kind, title, body, figure, source, url, competitor, strengths, weaknesses, answer, phase, profile_id, created_at, created_by, version)
  select uuidv7(), x.kind, 'Material ' || s.n, 'Lo que conviene saber',
         case x.kind when 'BENCHMARK' then '12 % menos de merma' end, case x.kind when 'BENCHMARK' then 'Gremio' end,
         case x.kind when 'LINK' then 'https://cafes.example/' || s.n end,
         case x.kind when 'BATTLECARD' then 'Rival ' || s.n / 4 end, case x.kind when 'BATTLECARD' then 'Precio' end,
         case x.kind when 'BATTLECARD' then 'Reparte una vez al mes' end,
         case x.kind when 'BATTLECARD' then 'Comparad la fecha de tueste' end, pg_temp.pick(w.phase, s.n),
         p.id, now() - interval '1 year', a.id, 0
  from b_story s join b_profile p on p.n = s.n % 5, b_admin a, b_word w,
  lateral (select (array['CASE','BENCHMARK','BATTLECARD','LINK'])[1 + s.n % 4] as kind) x;
create temp table b_offer on commit drop as
  select g as n, uuidv7() as id, (array['SALE','SALE','TRIAL','DIAGNOSIS'])[1 + g % 4] as kind from generate_series(0, 19) g;
insert into playbook.offer (id, kind, name, product_line, price, currency, for_whom, guarantee, created_at, created_by, version)
  select o.id, o.kind, 'Oferta ' || o.n, 'Línea ' || o.n / 4, case o.kind when 'SALE' then 100 + 50 * o.n end, 'EUR',
         (array['NEW','EXISTING','ALL'])[1 + o.n % 3], 'Si no te gusta, lo recogemos', now() - interval '1 year', a.id, 0
  from b_offer o, b_admin a;
insert into playbook.offer_item
  select o.id, k, 'Molinillo en préstamo', 100 + k from b_offer o, generate_series(0, 1) k;
-- segments
create temp table b_segment on commit drop as
  select g as n, uuidv7() as id from generate_series(0, 3) g;
insert into contacts.segment (id, name, note, community, companies, match_any, created_at, created_by, version)
  select s.id, 'Grupo ' || s.n, null, case s.n when 1 then 'Cofradía del café' end, s.n = 3, false, now() - interval '1 year', a.id, 0
  from b_segment s, b_admin a;
insert into contacts.segment_rule
  select s.id, 0, r.field, r.operator, r.value
  from b_segment s join (values (0, 'INDUSTRY', 'IS', 'Hotel'), (1, 'CITY', 'IS_ONE_OF', 'Madrid, Bilbao'),
                                (2, 'JOB_TITLE', 'IS', 'Gerente'), (3, 'EMPLOYEES', 'AT_LEAST', '350')) r (n, field, operator, value)
    on r.n = s.n;
-- the plan
create temp table b_activity on commit drop as
  select g as n, uuidv7() as id, pg_temp.pick(w.phase, (random() * 1000)::bigint) as phase,
         (array['Cata','Taller','Boletín','Feria','Visita','Vídeo','Encuesta'])[1 + g % 7] || ' ' || g as title,
         (date_trunc('week', now())::date - 7 * 96 + g % 5) as first_day
  from generate_series(0, :activities - 1) g, b_word w;
create unique index on b_activity (n);
insert into planner.activity (id, title, phase, profile_id, owner_id, goal, channel, investment, nature, first_day, start_time, rule, stored_until, created_at, created_by, version, provider, story_id, offer_id, tentative)
  select a.id, a.title, a.phase, p.id, u.id, 'Que prueben el café', 'En persona', 50 + a.n % 200,
         (array['DEMAND','RELATIONSHIP','AWARENESS'])[1 + a.n % 3], a.first_day, time '09:00' + a.n % 8 * interval '1 hour',
         'FREQ=WEEKLY;COUNT=:weeks', '9999-12-31', now() - interval '2 years' + a.n * interval '1 second', u.id, 0,
         case when a.n % 3 = 0 then 'Proveedor ' || a.n / 3 % 40 end, t.id, o.id, a.n % 20 = 7
  from b_activity a join b_profile p on p.n = a.n % 5
  left join b_story t on t.n = a.n % (:stories * 3 / 2) left join b_offer o on o.n = a.n % 100
  join b_user u on u.role = 'MARKETING' and u.n = a.n % :marketers;
create temp table b_occurrence on commit drop as
  select a.n * :weeks + w as n, uuidv7() as id, a.n as activity, a.first_day + 7 * w as day, random() as luck
  from generate_series(0, :weeks - 1) w, b_activity a order by w, a.n;
create unique index on b_occurrence (n);
insert into planner.occurrence (id, activity_id, title, phase, profile_id, owner_id, series_day, day, start_time, investment, state, reason, reach, invited, attended, spent, closed_at, closed_by, tentative, version)
  select o.id, s.id, s.title, s.phase, s.profile_id, s.owner_id, o.day, o.day, s.start_time, s.investment, x.state,
         case x.state when 'NOT_DONE' then 'Faltó quien la llevara' end,
         case x.state when 'DONE' then 20 + o.n % 300 end, case x.state when 'DONE' then 30 end,
         case x.state when 'DONE' then o.n % 30 end, case x.state when 'DONE' then s.investment * 0.9 end,
         case when x.state <> 'PLANNED' then o.day + interval '20 hours' end,
         case when x.state <> 'PLANNED' then s.owner_id end, x.state = 'PLANNED' and s.tentative, 0
  from b_occurrence o join b_activity a on a.n = o.activity join planner.activity s on s.id = a.id,
  lateral (select case when o.day >= current_date
                         or o.luck < 0.03 and o.day >= date_trunc('week', now())::date - 7 then 'PLANNED'
                       when o.luck < 0.15 then 'NOT_DONE' else 'DONE' end as state) x;
-- people touched
insert into planner.touch (id, occurrence_id, person_id, kind, at, created_by)
  select uuidv7(), o.id, p.id, (array['INVITED','ATTENDED','READ','REPLIED'])[1 + (p.n + k) % 4],
         o.day + interval '11 hours', null
  from b_person p cross join generate_series(1, 2) k
  join b_occurrence o on o.n = (p.n::bigint * 7919 + k * 104729) % (:activities * :weeks)
  where o.day < current_date
  on conflict do nothing;
-- whom activities are for
insert into planner.audience_source (id, activity_id, kind, label, created_at, created_by)
  select uuidv7(), s.id, 'LIST', 'Lista de la feria', now() - interval '10 days', s.owner_id
  from b_activity a join planner.activity s on s.id = a.id where a.n < 40;
insert into planner.audience_entry (source_id, person_id, activity_id, added_at)
  select s.id, p.id, s.activity_id, now() - interval '10 days'
  from planner.audience_source s join b_activity a on a.id = s.activity_id
  join b_person p on p.n < case when a.n = 0 then 5000 else 200 end;
insert into planner.audience_exclusion (id, activity_id, person_id, why, reason, batch, created_at, created_by)
  select uuidv7(), e.activity_id, e.person_id, 'SALES', 'Ya compra a otro', e.source_id, now() - interval '8 days', s.created_by
  from planner.audience_entry e join planner.audience_source s on s.id = e.source_id
  join b_person p on p.id = e.person_id where p.n % 50 = 0;
-- budget, corrections, what is said of us
insert into planner.budget (year, month, phase, amount, created_by)
  select extract(year from m), extract(month from m), p, 500 * :activities / 20, a.id
  from generate_series(date_trunc('year', now()) - interval '1 year', date_trunc('year', now()) + interval '11 months', interval '1 month') m,
       b_word w, unnest(w.phase) p, b_admin a;
insert into planner.correction (id, occurrence_id, before, after, at, by_user)
  select uuidv7(), s.id, '{"attended": 9}', '{"attended": 10}', s.closed_at + interval '2 days', s.owner_id
  from b_occurrence o join planner.occurrence s on s.id = o.id where o.n % 200 = 3 and s.state = 'DONE';
insert into planner.mention (id, kind, place, said_on, stars, tone, said, person_id, created_at, created_by, version)
  select uuidv7(), case when p.n % 2 = 0 then 'REVIEW' else 'MENTION' end, 'Mapas', p.came::date,
         case when p.n % 2 = 0 then 1 + p.n / 100 % 5 end, (array['GOOD','GOOD','NEUTRAL','BAD'])[1 + p.n / 100 % 4],
         'El mejor café de la zona', p.id, p.came, a.id, 0
  from b_person p, b_admin a where p.n % 100 < 2;
insert into icp.research_note (id, profile_id, company_id, market, method, phase, title, finding, source, found_on, created_at, created_by, version)
  select uuidv7(), f.id, c.id, null, (array['INTERVIEW','OBSERVATION','ONLINE','FOCUS_GROUP','SURVEY','STUDY'])[1 + c.n % 6],
         case c.n % 3 when 0 then 'TRY' when 1 then 'BUY' end, 'Nota ' || c.n, 'Cambian de proveedor cuando falla un reparto',
         'Visita', current_date - (c.n % 700)::int, now() - interval '1 day', a.id, 0
  from b_company c join b_profile f on f.n = c.n % 5, b_admin a where c.n % 50 = 0;
-- closed weeks, all but the last
insert into planner.week_review (monday, learned, closed_at, closed_by)
  select distinct date_trunc('week', day)::date, 'Las catas traen más demanda que los vídeos',
         date_trunc('week', day) + interval '7 days 9 hours', u.id
  from b_occurrence o, b_user u
  where u.role = 'MARKETING' and u.n = 0 and o.day < date_trunc('week', now())::date - 7;
insert into insight.week_snapshot
  select date_trunc('week', o.day)::date, o.profile_id, o.phase, true, count(*),
         count(*) filter (where o.state = 'DONE'), count(*) filter (where o.state = 'NOT_DONE'),
         sum(o.investment), coalesce(sum(o.spent), 0), coalesce(sum(o.reach), 0),
         coalesce(sum(t.people), 0), now()
  from planner.occurrence o
  left join (select occurrence_id, count(distinct person_id) as people from planner.touch group by 1) t
    on t.occurrence_id = o.id
  where o.day < date_trunc('week', now())::date - 7
  group by grouping sets ((1, o.phase), (1, o.phase, o.profile_id));
-- leads
create temp table b_lead on commit drop as
  select p.n, uuidv7() as id, p.came as at, p.n % 1000 as kind, random() as luck,
         (p.n::bigint * 31) % :activities as activity
  from b_person p order by p.came;
create unique index on b_lead (n);
insert into leads.lead (id, person_id, company_id, person_name, company_name, profile_id, origin, source_activity_id, phase, first_touch_at, first_touch_activity_id, owner_id, sales_owner_id, stage, need, budget, authority, purchase_date, outcome, ended_at, fit_score, fit_grade, fit_due, created_at, created_by, version)
  select l.id, p.id, c.id, p.name, c.name, f.id, (array['FORM','MANUAL','IMPORT','FORM'])[1 + l.n % 4], a.id, a.phase,
         l.at, a.id, m.id, case when x.stage in ('HANDED_OVER','ACCEPTED','ENDED') then s.id end, x.stage,
         case when x.stage <> 'OPEN' then 'Café para el desayuno' end, case when x.stage <> 'OPEN' then '500 al mes' end,
         case when x.stage <> 'OPEN' then 'Decide la dirección' end,
         case when x.stage <> 'OPEN' then l.at::date + 60 end,
         case when x.stage = 'ENDED' then (array['BOUGHT','COMPETITOR','NOTHING','UNKNOWN'])[1 + l.n % 4] end,
         case when x.stage = 'ENDED' then l.at + random() * (now() - l.at) end,
         (l.n * 17) % 101, (array['A','B','C','D'])[1 + l.n % 4], false, l.at, m.id, 0
  from b_lead l join b_person p on p.n = l.n join b_company c on c.n = p.company
  join b_activity a on a.n = l.activity join b_profile f on f.n = l.n % 5
  join b_user m on m.role = 'MARKETING' and m.n = l.n % :marketers
  join b_user s on s.role = 'SALES' and s.n = l.n % :sellers,
  lateral (select case when l.kind < 540 then 'OPEN' when l.kind < 590 then 'QUALIFIED'
                       when l.kind < 592 then 'HANDED_OVER' when l.kind < 750 then 'ACCEPTED' else 'ENDED' end as stage) x;
insert into leads.lead_fit (lead_id, person_id, profile_id, score, grade, knocked_out, points, computed_at)
  select l.id, l.person_id, f.id, x.score, (array['D','C','B','A'])[1 + x.score / 26], false, '[]', l.created_at
  from b_lead b join leads.lead l on l.id = b.id cross join b_profile f,
  lateral (select ((b.n * 17 + f.n * 23) % 101)::int as score) x;
insert into leads.qualification (id, lead_id, qualified_at, qualified_by, facts)
  select uuidv7(), id, created_at + least(now() - created_at, interval '60 days') * 0.2, owner_id, '{}' from leads.lead where stage <> 'OPEN';
insert into leads.handoff (id, lead_id, from_user, to_user, why, first_step, handed_at, due_at, accepted_at, accepted_by, first_contact_at, version)
  select uuidv7(), l.id, l.owner_id, l.sales_owner_id, 'Cumple los cinco datos', 'Llamar y concertar una cata', t.at,
         t.at + interval '4 hours', case when l.stage <> 'HANDED_OVER' then t.at + interval '2 hours' end,
         case when l.stage <> 'HANDED_OVER' then l.sales_owner_id end,
         case when l.stage <> 'HANDED_OVER' then t.at + interval '3 hours' end, 0
  from leads.lead l, lateral (select l.created_at + least(now() - l.created_at, interval '60 days') * 0.3 as at) t
  where l.stage in ('HANDED_OVER','ACCEPTED','ENDED');
-- leads of the last days, whose fit Arena still has to compute
update leads.lead set fit_due = true where id in (select id from leads.lead order by created_at desc limit 300);
-- demand signals
insert into leads.demand_signal (id, kind, person_id, person_name, occurrence_id, evidence, happened_on, noted_at, noted_by, confirmed_at, confirmed_by, version)
  select uuidv7(), (array['PURCHASE_INTENT','CLOSING_INTENT'])[1 + p.n % 2], p.id, p.name, o.id,
         'Pidió precio para cien cafés al día', o.day, o.day + interval '12 hours', u.id,
         case when p.n % 3 > 0 then o.day + interval '1 day' end, case when p.n % 3 > 0 then u.id end, 0
  from b_person p join b_occurrence o on o.n = (p.n::bigint * 6007) % (:activities * :weeks)
  join b_user u on u.role = 'SALES' and u.n = p.n % :sellers
  where p.n % 10 = 0 and o.day < current_date;
-- deals
create temp table b_stage on commit drop as
  select id, kind, row_number() over (partition by kind order by position) - 1 as n,
         count(*) over (partition by kind) as of_kind from pipeline.stage where not retired;
create temp table b_deal on commit drop as
  select d.n, uuidv7() as id, d.at, d.kind, s.id as stage, d.luck,
         case when d.kind <> 'OPEN' then d.at + least(now() - d.at, interval '90 days') * (0.2 + 0.8 * d.luck) end as closed
  from (select g as n, now() - random() * interval '2 years' as at, random() as luck,
               case when g % 10 < 3 then 'OPEN' when g % 10 < 7 then 'WON' else 'LOST' end as kind
        from generate_series(0, :deals - 1) g) d
  join b_stage s on s.kind = d.kind and s.n = (d.n / 10) % s.of_kind
  order by d.at;
create unique index on b_deal (n);
insert into pipeline.opportunity (id, name, person_id, company_id, person_name, company_name, profile_id, owner_id, stage_id, kind, amount, currency, close_date, next_step, next_step_on, no_step_reason, last_contact_at, phase, opened_at, closed_at, won_phase, lost_reason, lost_to, lead_id, offer_id, discount, discount_reason, discount_by, discount_at, competitor, payment_due_on, paid_on, created_at, created_by, version)
  select d.id, 'Café para ' || c.name, p.id, c.id, p.name, c.name, f.id, u.id, d.stage, d.kind,
         100 + (d.n * 13) % 9000, 'EUR', case when d.kind = 'OPEN' then current_date + d.n % 120 - 10 else d.closed::date end,
         case when d.kind = 'OPEN' and d.n % 100 >= 10 then 'Llamar para cerrar la cata' end,
         case when d.kind = 'OPEN' and d.n % 100 >= 10 then current_date + (d.n / 10) % 60 - 10 end,
         case when d.kind = 'OPEN' and d.n % 100 < 10 then 'Espera el presupuesto de enero' end,
         d.at + (coalesce(d.closed, now()) - d.at) * 0.9, l.phase, d.at, d.closed,
         case when d.kind = 'WON' then l.phase end,
         case when d.kind = 'LOST' then (array['PRICE','TIMING','SILENCE','NO_NEED'])[1 + d.n % 4] end,
         case when d.kind = 'LOST' then (array['COMPETITOR','NOBODY','UNKNOWN'])[1 + d.n % 3] end,
         l.id, o.id, case when d.n % 8 = 0 then 10 + d.n % 50 end, case when d.n % 8 = 0 then 'Firma antes de fin de mes' end,
         case when d.n % 8 = 0 then u.id end, case when d.n % 8 = 0 then d.at end,
         case when d.n % 6 = 0 then 'Rival ' || d.n % 12 end,
         case when d.kind = 'WON' and d.n % 5 > 0 then d.closed::date + 30 end,
         case when d.kind = 'WON' and d.n % 5 > 1 then d.closed::date + 20 + (d.n % 30)::int end, d.at, u.id, 0
  from b_deal d join b_person p on p.n = d.n join b_company c on c.n = p.company
  join leads.lead l on l.person_id = p.id join b_profile f on f.n = d.n % 5
  join b_user u on u.role = 'SALES' and u.n = (d.n / 10) % :sellers
  left join b_offer o on o.kind = 'SALE' and o.n = d.n % 40;
insert into pipeline.stage_change (id, opportunity_id, from_stage, to_stage, advance, at, by_user)
  select uuidv7(), d.id, case when k > 0 then f.id end, case when k = 2 then d.stage else t.id end, k > 0 and (k < 2 or d.kind <> 'LOST'),
         d.at + (coalesce(d.closed, d.at + least(now() - d.at, interval '60 days')) - d.at) * k / 2, null
  from b_deal d cross join generate_series(0, 2) k
  join b_stage t on t.kind = 'OPEN' and t.n = k join b_stage f on f.kind = 'OPEN' and f.n = greatest(0, k - 1);
insert into pipeline.step_done (id, opportunity_id, step, kind, result, note, done_at, done_by)
  select uuidv7(), o.id, 'Llamar', 'CALL', 'MEETING_AGREED', 'Quedamos para la cata', o.last_contact_at, o.owner_id from pipeline.opportunity o;
insert into pipeline.talk (interaction_id, opportunity_id, kind, result, contact, at, by_user)
  select d.id, d.opportunity_id, d.kind, d.result, true, d.done_at, d.done_by from pipeline.step_done d;
update pipeline.opportunity set last_contact_kind = 'CALL', last_contact_result = 'MEETING_AGREED', last_contact_by = owner_id;
insert into pipeline.buying_role (opportunity_id, person_id, role)
  select id, person_id, 'DECIDES' from pipeline.opportunity;
-- trials, and what was used of the kits
insert into leads.trial (id, lead_id, offer_id, requested_on, delivered_on, delivered_by, result, result_on, result_by, created_at, created_by, version)
  select uuidv7(), l.id, o.id, l.created_at::date, x.day, case when x.day is not null then l.owner_id end,
         case when x.day is not null and b.n % 40 = 0 then 'CONVINCED' end, case when b.n % 40 = 0 then x.day end,
         case when x.day is not null and b.n % 40 = 0 then l.owner_id end, l.created_at, l.owner_id, 0
  from b_lead b join leads.lead l on l.id = b.id join b_offer o on o.n = 2 + b.n / 20 % 5 * 4,
  lateral (select case when b.n % 60 > 0 then l.created_at::date + 5 end as day) x
  where b.n % 20 = 0;
insert into planner.activity_kit (activity_id, script_id)
  select a.id, s.id from b_activity a join playbook.script s on s.title = 'Guion ' || a.n % :stories where a.n % 2 = 0;
insert into playbook.item_use (id, script_id, about_kind, about_id, used_at, used_by, day)
  select uuidv7(), s.id, 'LEAD', l.id, l.created_at + interval '1 day', l.owner_id, l.created_at::date + 1
  from b_lead b join leads.lead l on l.id = b.id join playbook.script s on s.title = 'Guion ' || b.n % :stories
  where b.n % 4 = 0 and l.created_at < now() - interval '1 day';
insert into playbook.item_use (id, material_id, about_kind, about_id, used_at, used_by, day)
  select uuidv7(), m.id, 'DEAL', d.id, o.opened_at + interval '1 hour', o.owner_id, o.opened_at::date
  from b_deal d join pipeline.opportunity o on o.id = d.id join playbook.material m on m.title = 'Material ' || d.n % :stories
  where d.n % 4 = 0;
""";
}
