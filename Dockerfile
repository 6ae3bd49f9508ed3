# Arena's image: the layers of its jar on a JRE 25, run by an ordinary user.
#   docker build -t arena .
# Without SPRING_DATASOURCE_URL it keeps its own database in /arena/data; mount a volume there:
#   docker run --init -p 8080:8080 -v arena:/arena/data arena

FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src src
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -q package -DskipTests
RUN java -Djarmode=tools -jar target/arena-*.jar \
      extract --layers --application-filename arena.jar --destination layers

FROM eclipse-temurin:25-jre
RUN groupadd --gid 10001 arena \
    && useradd --uid 10001 --gid arena --no-create-home --home-dir /arena --shell /usr/sbin/nologin arena \
    && mkdir -p /arena/data \
    && chown arena:arena /arena/data
WORKDIR /arena
# From what changes least to what changes most, so that a new version transfers little.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./

USER 10001:10001
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError"
EXPOSE 8080
# Without a program that the base image may one day leave out.
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT:-8080} && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["java", "-jar", "arena.jar"]
