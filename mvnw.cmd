@echo off
rem Runs the Maven that this project is built with; needs a JDK 17 or newer and nothing else.
rem In this order: the pinned Maven if it is installed; the pinned Maven fetched by the mvn on the
rem path; that mvn itself; the pinned Maven from Apache's distribution archive.
setlocal enabledelayedexpansion
set "base=%~dp0"

if defined JAVA_HOME (
  set "java=%JAVA_HOME%\bin\java.exe"
  if not exist "!java!" (
    echo mvnw: JAVA_HOME is %JAVA_HOME%, but there is no Java there; point it to a JDK 17 or newer.>&2
    exit /b 1
  )
) else (
  set "java=java.exe"
  where java.exe >nul 2>&1 || (
    echo mvnw: no Java found; install a JDK 17 or newer and put it on the PATH, or set JAVA_HOME.>&2
    exit /b 1
  )
)
for /f "tokens=1,* delims== " %%a in ('""!java!" -XshowSettings:properties -version 2^>^&1"') do (
  if "%%a"=="java.specification.version" set "java_version=%%b"
  if "%%a"=="java.home" set "java_home=%%b"
)
if "!java_version:~0,2!"=="1." set "java_version=8"
if !java_version! lss 17 (
  echo mvnw: this is Java !java_version!; Arena needs a JDK 17 or newer. Install one and point JAVA_HOME to it.>&2
  exit /b 1
)
if not exist "!java_home!\bin\javac.exe" (
  echo mvnw: !java_home! is a Java runtime without a compiler; install the JDK of the same version.>&2
  exit /b 1
)
set "JAVA_HOME=!java_home!"

for /f "usebackq tokens=1,2 delims==" %%a in ("%base%.mvn\wrapper\maven.properties") do (
  if "%%a"=="version" set "version=%%b"
  if "%%a"=="sha512" set "sha512=%%b"
)
if defined MAVEN_USER_HOME (set "dists=%MAVEN_USER_HOME%\wrapper\dists") else (set "dists=%USERPROFILE%\.m2\wrapper\dists")
set "home=%dists%\apache-maven-%version%\arena"
set "mvn=%home%\bin\mvn.cmd"
if exist "%mvn%" goto run

set "on_path="
for /f "delims=" %%a in ('where mvn.cmd 2^>nul') do if not defined on_path set "on_path=%%a"
if not defined on_path goto download
set "work=%TEMP%\arena-maven-%RANDOM%%RANDOM%"
mkdir "%work%"
pushd "%work%"
call "%on_path%" -q -B dependency:copy "-DoutputDirectory=%work%" "-Dartifact=org.apache.maven:apache-maven:%version%:zip:bin" >nul 2>&1
popd
if exist "%work%\apache-maven-%version%-bin.zip" (
  "!java!" "%base%.mvn\wrapper\InstallMaven.java" %version% %sha512% "%home%" "%work%\apache-maven-%version%-bin.zip"
)
rmdir /s /q "%work%"
if not exist "%mvn%" set "mvn=%on_path%"
goto run

:download
"!java!" "%base%.mvn\wrapper\InstallMaven.java" %version% %sha512% "%home%"
if not exist "%mvn%" exit /b 1

:run
call "%mvn%" %*
exit /b %ERRORLEVEL%
