import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens Arena's main pages as the people who open them do, first one request after the other, then
 * over 16 connections at once, and prints a table.
 *
 * <ul>
 *   <li>{@code prepare ADDRESS}: opens what a new Arena makes when it is first looked at
 *   <li>{@code measure ADDRESS SIZE FILE}: measures, prints, and keeps the figures in a file
 *   <li>{@code compare FOLDER SIZE SIZE …}: prints how the medians grow from size to size
 * </ul>
 *
 * Signs in with {@code BENCH_EMAIL} and {@code BENCH_PASSWORD}; {@code BENCH_PAGES} is a regular
 * expression of the names of the pages to measure, all of them without it.
 */
class Drive {

  static final int WARM_UP = 30;
  static final int ALONE = 100;
  static final Duration ALONE_LIMIT = Duration.ofSeconds(3);
  static final int CONNECTIONS = 16;
  static final Duration TOGETHER = Duration.ofSeconds(2);

  /** Finds the addresses of a page, for which another page may have to be read. */
  interface Finder {
    List<String> find() throws Exception;

    /** The same of what belongs to each of them. */
    default Finder each(UnaryOperator<String> other) {
      return () -> find().stream().map(other).toList();
    }
  }

  /** A page that may be measured, and who opens it, each in a browser of their own. */
  record Candidate(String name, Visitor[] by, Finder finder) {
    Page page() throws Exception {
      return new Page(name, by, finder.find());
    }
  }

  /** A page that is measured. */
  record Page(String name, Visitor[] by, List<String> paths) {
    String path(int n) {
      return paths.get(n % paths.size());
    }
  }

  record Figures(double p50, double p95, double perSecond, long bytes) {}

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "prepare" -> {
        Visitor admin = Visitor.signedIn(arguments[1], System.getenv("BENCH_EMAIL"));
        admin.read("/pipeline/board");
        admin.read("/pipeline/stages");
      }
      case "measure" -> measure(arguments[1], arguments[2], Path.of(arguments[3]));
      case "compare" ->
          compare(
              Path.of(arguments[1]), Arrays.asList(arguments).subList(2, arguments.length));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static List<Candidate> pages(String address) throws Exception {
    Visitor[] marketing = signedIn(address, "marketing0@example.com");
    Visitor[] seller = signedIn(address, "sales0@example.com");
    Visitor[] manager = signedIn(address, "manager0@example.com");
    Finder leads = () -> marketing[0].links("/leads", "/leads/");
    Finder people = () -> marketing[0].links("/contacts/people", "/contacts/people/");
    Finder companies = () -> marketing[0].links("/contacts/companies", "/contacts/companies/");
    Finder deals = () -> seller[0].links("/pipeline/board", "/pipeline/opportunities/");
    String lastWeek = week(LocalDate.now().minusWeeks(1));
    String thisWeek = week(LocalDate.now());
    Finder profile =
        () -> List.of(id(marketing[0].links("/icp", "/icp/").get(0)));
    List<Candidate> pages = new ArrayList<>();
    pages.add(page("leads", marketing, "/leads"));
    pages.add(
        new Candidate(
            "leads, second page", marketing, () -> List.of(marketing[0].next("/leads"))));
    pages.add(page("leads by stage and fit", marketing, "/leads?stage=QUALIFIED&sort=FIT"));
    pages.add(page("leads, a broad word", marketing, "/leads?q=hotel"));
    pages.add(page("leads, a name misspelt", marketing, "/leads?q=" + encoded("Begoña Dominges")));
    pages.add(page("leads, a seller's own", seller, "/leads"));
    pages.add(new Candidate("lead", marketing, leads));
    pages.add(
        new Candidate(
            "timeline of a person",
            marketing,
            people.each(p -> "/reports/timeline?person=" + id(p))));
    pages.add(page("people", marketing, "/contacts/people"));
    pages.add(page("people, a broad word", marketing, "/contacts/people?q=garcia"));
    pages.add(new Candidate("person", marketing, people));
    pages.add(page("companies", marketing, "/contacts/companies"));
    pages.add(new Candidate("company", marketing, companies));
    pages.add(page("board, a seller's own", seller, "/pipeline/board"));
    pages.add(page("board, everybody's", manager, "/pipeline/board"));
    pages.add(page("deals as a list", manager, "/pipeline/board?view=list"));
    pages.add(page("deals, a broad word", manager, "/pipeline/board?view=list&q=hotel"));
    pages.add(page("deals by amount", manager, "/pipeline/board?view=list&sort=amount"));
    pages.add(page("idle deals", manager, "/pipeline/board?view=list&idle=true&sort=contact"));
    pages.add(page("forecast", manager, "/reports/forecast"));
    pages.add(
        new Candidate(
            "forecast, a seller's own",
            seller,
            () -> seller[0].links("/pipeline/board", "/reports/forecast?seller=")));
    pages.add(new Candidate("deal", seller, deals));
    pages.add(page("my day", seller, "/pipeline/day"));
    pages.add(page("week", marketing, "/planner/week?week=" + thisWeek));
    pages.add(
        new Candidate(
            "week, one profile",
            marketing,
            profile.each(id -> "/planner/week?week=" + thisWeek + "&profile=" + id)));
    pages.add(page("week as a list", marketing, "/planner/week?view=list&week=" + thisWeek));
    pages.add(page("activities", marketing, "/planner/activities"));
    pages.add(page("coverage report", manager, "/reports/coverage?week=" + lastWeek));
    pages.add(
        new Candidate(
            "coverage report, one profile",
            manager,
            profile.each(id -> "/reports/coverage?week=" + lastWeek + "&profile=" + id)));
    pages.add(page("coverage as CSV", manager, "/reports/coverage.csv?week=" + lastWeek));
    pages.add(
        page(
            "rows behind a figure",
            manager,
            "/reports/coverage/rows?figure=planned&week=" + lastWeek));
    String year = "&from=" + LocalDate.now().minusYears(1) + "&until=" + LocalDate.now();
    for (String by : List.of("activity", "phase", "provider", "story")) {
      pages.add(page("results by " + by, manager, "/reports/results?by=" + by));
    }
    pages.add(page("results of a year", manager, "/reports/results?by=phase" + year));
    pages.add(page("results, a seller's own", seller, "/reports/results?by=activity"));
    pages.add(page("results, by evidence", manager, "/reports/results?by=phase&model=evidenced"));
    pages.add(
        page("rows behind a result", manager, "/reports/results/rows?by=phase&measure=people&line=TRY"));
    pages.add(page("results as CSV", manager, "/reports/results/export?by=activity"));
    pages.add(page("who buys", manager, "/reports/buyers"));
    pages.add(page("best customers", manager, "/reports/customers"));
    pages.add(page("providers", manager, "/reports/providers"));
    pages.add(page("segments compared", manager, "/reports/segments"));
    pages.add(page("discounts", manager, "/reports/discounts"));
    pages.add(page("what tells nothing", marketing, "/reports/untold"));
    pages.add(page("message", marketing, "/playbook"));
    Finder stories = () -> marketing[0].links("/playbook/stories", "/playbook/stories/");
    pages.add(
        new Candidate(
            "thread of a story",
            marketing,
            stories.each(x -> "/reports/thread?story=" + id(x))));
    Finder scripts = () -> marketing[0].links("/playbook/scripts", "/playbook/scripts/");
    pages.add(
        new Candidate(
            "uses of a script",
            marketing,
            scripts.each(x -> "/reports/uses?script=" + id(x))));
    pages.add(page("scripts", marketing, "/playbook/scripts"));
    pages.add(page("material", marketing, "/playbook/material"));
    pages.add(page("offers", marketing, "/playbook/offers"));
    pages.add(
        new Candidate("kit of a lead", marketing, leads.each(x -> x + "/kit")));
    pages.add(
        new Candidate("kit of a deal", seller, deals.each(x -> x + "/kit")));
    pages.add(
        new Candidate(
            "credits of a deal",
            seller,
            deals.each(x -> "/reports/credits?deal=" + id(x))));
    pages.add(page("month", marketing, "/planner/month"));
    pages.add(page("quarter", marketing, "/planner/quarter"));
    pages.add(page("plan as a list", marketing, "/planner/list"));
    pages.add(page("budget", marketing, "/planner/budget"));
    for (String step : List.of("phases", "missed", "demand", "next", "learned")) {
      pages.add(
          page(
              "meeting: " + step, marketing, "/planner/week/meeting?week=" + lastWeek + "&step=" + step));
    }
    pages.add(
        new Candidate(
            "audience",
            marketing,
            () -> marketing[0].links("/planner/audiences", "/planner/activities/", "/audience")));
    pages.add(page("research", marketing, "/icp/research"));
    pages.add(page("reviews", marketing, "/planner/reviews"));
    pages.add(page("search", marketing, "/search?q=garcia"));
    pages.add(page("search as you type", marketing, "/search/suggestions?q=almen"));
    return pages;
  }

  private static Visitor[] signedIn(String address, String email) throws Exception {
    Visitor[] visitors = new Visitor[CONNECTIONS];
    for (int i = 0; i < visitors.length; i++) {
      visitors[i] = Visitor.signedIn(address, email);
    }
    return visitors;
  }

  private static Candidate page(String name, Visitor[] by, String path) {
    return new Candidate(name, by, () -> List.of(path));
  }

  private static void measure(String address, String size, Path file) throws Exception {
    String wanted = System.getenv("BENCH_PAGES");
    List<Page> pages = new ArrayList<>();
    for (Candidate candidate : pages(address)) {
      if (wanted == null || wanted.isEmpty() || candidate.name.matches(wanted)) {
        pages.add(candidate.page());
      }
    }
    for (int n = 0; n < WARM_UP; n++) {
      for (Page page : pages) {
        page.by[0].read(page.path(n));
      }
    }
    System.out.printf("%n### Company %s%n%n", size);
    System.out.println("| page | p50 alone, ms | p95 alone, ms | requests/s over 16 | HTML, KB gzip |");
    System.out.println("|---|--:|--:|--:|--:|");
    List<String> kept = new ArrayList<>();
    for (Page page : pages) {
      Figures figures = figures(page);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.1f | %.0f | %.1f |%n",
          page.name,
          figures.p50,
          figures.p95,
          figures.perSecond,
          figures.bytes / 1024.0);
      kept.add(page.name + ";" + figures.p50);
    }
    Files.write(file, kept);
    System.out.println();
  }

  private static Figures figures(Page page) throws Exception {
    List<Double> times = new ArrayList<>();
    long bytes = 0;
    long end = System.nanoTime() + ALONE_LIMIT.toNanos();
    for (int n = 0; n < ALONE && System.nanoTime() < end; n++) {
      long start = System.nanoTime();
      bytes = page.by[0].read(page.path(n)).length;
      times.add((System.nanoTime() - start) / 1e6);
    }
    times.sort(null);
    return new Figures(at(times, 0.5), at(times, 0.95), perSecond(page), bytes);
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.get((int) Math.min(sorted.size() - 1, Math.round(share * (sorted.size() - 1))));
  }

  private static double perSecond(Page page) throws Exception {
    long start = System.nanoTime();
    long end = start + TOGETHER.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Callable<Integer>> visits = new ArrayList<>();
      for (int t = 0; t < CONNECTIONS; t++) {
        int first = t;
        Visitor visitor = page.by[t];
        visits.add(
            () -> {
              int done = 0;
              while (System.nanoTime() < end) {
                visitor.read(page.path(first + done));
                done++;
              }
              return done;
            });
      }
      int done = 0;
      for (Future<Integer> visit : threads.invokeAll(visits)) {
        done += visit.get();
      }
      return done / ((System.nanoTime() - start) / 1e9);
    } finally {
      threads.shutdown();
    }
  }

  private static void compare(Path folder, List<String> sizes) throws IOException {
    Map<String, List<Double>> medians = new LinkedHashMap<>();
    for (String size : sizes) {
      for (String line : Files.readAllLines(folder.resolve(size + ".csv"))) {
        String[] cells = line.split(";");
        medians
            .computeIfAbsent(cells[0], name -> new ArrayList<>())
            .add(Double.parseDouble(cells[1]));
      }
    }
    System.out.println("\n### Growth of the median\n");
    System.out.print("| page |");
    for (int i = 1; i < sizes.size(); i++) {
      System.out.print(" " + sizes.get(i - 1) + " to " + sizes.get(i) + " |");
    }
    System.out.println("\n|---|" + "--:|".repeat(sizes.size() - 1));
    medians.forEach(
        (name, values) -> {
          System.out.print("| " + name + " |");
          for (int i = 1; i < values.size(); i++) {
            System.out.printf(Locale.ROOT, " %.2f× |", values.get(i) / values.get(i - 1));
          }
          System.out.println();
        });
  }

  private static String week(LocalDate day) {
    return "%d-W%02d"
        .formatted(
            day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }

  private static String id(String path) {
    return path.replaceAll(".*/", "");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Somebody with a browser, signed in. */
  static final class Visitor {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    private final String address;
    private final HttpClient client =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    private Visitor(String address) {
      this.address = address;
    }

    static Visitor signedIn(String address, String email) throws Exception {
      Visitor visitor = new Visitor(address);
      Matcher token = TOKEN.matcher(visitor.text("/sign-in"));
      if (!token.find()) {
        throw new IllegalStateException("The sign-in page has no form token");
      }
      String form =
          "_csrf=%s&email=%s&password=%s"
              .formatted(
                  encoded(token.group(1)),
                  encoded(email),
                  encoded(System.getenv("BENCH_PASSWORD")));
      HttpResponse<Void> answer =
          visitor.client.send(
              HttpRequest.newBuilder(URI.create(address + "/sign-in"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString(form))
                  .build(),
              BodyHandlers.discarding());
      if (answer.statusCode() != 302) {
        throw new IllegalStateException(email + " could not sign in: " + answer.statusCode());
      }
      return visitor;
    }

    /** The body as it was sent, compressed. */
    byte[] read(String path) throws Exception {
      return get(path, "gzip");
    }

    private String text(String path) throws Exception {
      return new String(get(path, "identity"), StandardCharsets.UTF_8);
    }

    private byte[] get(String path, String encoding) throws Exception {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(address + path))
                  .header("Accept", "text/html")
                  .header("Accept-Encoding", encoding)
                  .timeout(Duration.ofSeconds(60))
                  .build(),
              BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(path + " answered " + answer.statusCode());
      }
      return answer.body();
    }

    /** The pages of records to which a page leads. */
    List<String> links(String path, String prefix) throws Exception {
      return links(path, prefix, "");
    }

    /** The same, of pages below those. */
    List<String> links(String path, String prefix, String suffix) throws Exception {
      Matcher link =
          // What follows the address says only where on a list it stands.
          Pattern.compile("href=\"(" + Pattern.quote(prefix) + UUID + suffix + ")(?:[?#][^\"]*)?\"")
              .matcher(text(path));
      List<String> links = new ArrayList<>();
      while (link.find()) {
        if (!links.contains(link.group(1))) {
          links.add(link.group(1));
        }
      }
      if (links.isEmpty()) {
        throw new IllegalStateException(path + " leads to no " + prefix);
      }
      return links;
    }

    /** The next page of a list. */
    String next(String path) throws Exception {
      Matcher link = Pattern.compile("href=\"([^\"]*[?&;]after=[^\"]*)\"").matcher(text(path));
      if (!link.find()) {
        throw new IllegalStateException(path + " has no next page");
      }
      return link.group(1).replace("&amp;", "&");
    }
  }
}
