<#
.SYNOPSIS
Takes the Global Secure Access client off this machine, or proves that it is not there.
.DESCRIPTION
Runs as SYSTEM through a managed Run Command. Its last line is one compact JSON document; the caller reads nothing else.
The client is taken off by the installer file it came with, which is fetched again and checked as for the installation.
Sources: Install the Global Secure Access client for Windows (Microsoft Learn, 2 February 2026).
#>
param(
    [Parameter(Mandatory)] [string] $InstallerUrl,
    [Parameter(Mandatory)] [ValidatePattern('^[0-9a-f]{64}$')] [string] $Sha256
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$client = 'C:\Program Files\Global Secure Access Client\TrayApp\GlobalSecureAccessClient.exe'

function Get-ClientVersion {
    if (-not (Test-Path -LiteralPath $client)) { return $null }
    return (Get-Item -LiteralPath $client).VersionInfo.FileVersion
}

function Write-Report([string] $Outcome, [int] $ExitCode, [string] $Detail) {
    $report = [ordered]@{ schema = 1; outcome = $Outcome; version = Get-ClientVersion; exitCode = $ExitCode }
    if ($Detail) { $report.detail = $Detail.Substring(0, [Math]::Min(500, $Detail.Length)) }
    Write-Output ($report | ConvertTo-Json -Compress)
    exit $ExitCode
}

try {
    if (-not (Get-ClientVersion)) { Write-Report 'absent' 0 '' }

    $installer = Join-Path $env:TEMP ('gsa-' + [guid]::NewGuid() + '.exe')
    try {
        Invoke-WebRequest -Uri $InstallerUrl -OutFile $installer -UseBasicParsing
        $hash = (Get-FileHash -LiteralPath $installer -Algorithm SHA256).Hash.ToLowerInvariant()
        if ($hash -ne $Sha256) { Write-Report 'failed' 1 "the installer's SHA-256 is $hash" }
        $arguments = '/uninstall', '/quiet', '/norestart'
        $process = Start-Process -FilePath $installer -ArgumentList $arguments -Wait -PassThru
        $code = $process.ExitCode
    }
    finally {
        if (Test-Path -LiteralPath $installer) { Remove-Item -LiteralPath $installer -Force }
    }
    # Detection by file decides: an installer that says it succeeded and left the client there has not.
    $isGone = -not (Get-ClientVersion)
    if (($code -eq 0 -or $code -eq 3010) -and $isGone) { Write-Report 'removed' $code '' }
    Write-Report 'failed' $code 'the installer ended with this exit code, and the client is still there'
}
catch {
    # The message of a failed download names the URL, which may carry a signature: only its kind is told.
    Write-Report 'failed' 1 $_.Exception.GetType().FullName
}
