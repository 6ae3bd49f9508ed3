import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Installs the pinned Maven for mvnw and mvnw.cmd, with nothing but a JDK: checks the archive's
 * SHA-512, unpacks it beside its final place and moves it there in one step, so that two builds at
 * once cannot see half of it.
 *
 * <p>Arguments: version, SHA-512, target folder, and optionally an archive that is already here;
 * without it, the archive comes from Apache's distribution archive.
 */
class InstallMaven {

  public static void main(String[] args) throws Exception {
    try {
      install(args[0], args[1], Path.of(args[2]), args.length > 3 ? Path.of(args[3]) : null);
    } catch (IOException e) {
      String why = e.getMessage() == null ? "no connection" : e.getMessage();
      System.err.println("mvnw: Maven could not be installed: " + why);
      System.exit(1);
    }
  }

  private static void install(String version, String sha512, Path target, Path archive)
      throws Exception {
    Files.createDirectories(target.getParent());
    Path work = Files.createTempDirectory(target.getParent(), "install-");
    try {
      if (archive == null) {
        archive = work.resolve("maven.zip");
        download(version, archive);
      }
      String actual = HexFormat.of().formatHex(digest(archive));
      if (!actual.equalsIgnoreCase(sha512)) {
        throw new IOException("the archive's SHA-512 is not the expected one, so it is not used");
      }
      Path unpacked = work.resolve("unpacked");
      unpack(archive, unpacked);
      Path home = unpacked.resolve("apache-maven-" + version);
      home.resolve("bin/mvn").toFile().setExecutable(true, false);
      try {
        Files.move(home, target);
      } catch (FileAlreadyExistsException e) {
        // Another build was quicker; its copy is as good.
      }
    } finally {
      delete(work);
    }
  }

  private static void download(String version, Path file) throws Exception {
    URI from =
        URI.create(
            "https://archive.apache.org/dist/maven/maven-3/%1$s/binaries/apache-maven-%1$s-bin.zip"
                .formatted(version));
    System.err.println("mvnw: fetching " + from);
    HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    HttpResponse<Path> answer =
        client.send(
            HttpRequest.newBuilder(from).timeout(Duration.ofMinutes(5)).build(),
            BodyHandlers.ofFile(file));
    if (answer.statusCode() != 200) {
      throw new IOException(from + " answers " + answer.statusCode());
    }
  }

  private static byte[] digest(Path file) throws Exception {
    MessageDigest sha = MessageDigest.getInstance("SHA-512");
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int n; (n = in.read(buffer)) >= 0; ) {
        sha.update(buffer, 0, n);
      }
    }
    return sha.digest();
  }

  private static void unpack(Path archive, Path into) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
      for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
        Path file = into.resolve(entry.getName()).normalize();
        if (!file.startsWith(into)) {
          throw new IOException("the archive holds a path outside itself");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path p : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(p);
      }
    }
  }
}
