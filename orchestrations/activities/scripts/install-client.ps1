<#
.SYNOPSIS
Puts the Global Secure Access client on this machine, or proves that it is there.
.DESCRIPTION
Runs as SYSTEM through a managed Run Command. Its last line is one compact JSON document; the caller reads nothing else.
Sources: Install the Global Secure Access client for Windows (Microsoft Learn, 2 February 2026).
#>
param(
    [Parameter(Mandatory)] [string] $Version,
    [Parameter(Mandatory)] [string] $InstallerUrl,
    [Parameter(Mandatory)] [ValidatePattern('^[0-9a-f]{64}$')] [string] $Sha256
)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$client = 'C:\Program Files\Global Secure Access Client\TrayApp\GlobalSecureAccessClient.exe'
$windows = Get-ItemProperty -LiteralPath 'HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion'

function Get-ClientVersion {
    if (-not (Test-Path -LiteralPath $client)) { return $null }
    return (Get-Item -LiteralPath $client).VersionInfo.FileVersion
}

function Write-Report([string] $Outcome, [int] $ExitCode, [string] $Detail) {
    $report = [ordered]@{ schema = 1; outcome = $Outcome; version = Get-ClientVersion; exitCode = $ExitCode }
    $report.osBuild = "$($windows.CurrentBuild).$($windows.UBR)"
    $report.edition = [string] $windows.EditionID
    if ($Detail) { $report.detail = $Detail.Substring(0, [Math]::Min(500, $Detail.Length)) }
    Write-Output ($report | ConvertTo-Json -Compress)
    exit $ExitCode
}

try {
    # ServerRdsh is Windows for several people at once, which the client does not support.
    if ($windows.EditionID -eq 'ServerRdsh') { Write-Report 'failed' 1 'this is a multi-session Windows' }
    $present = Get-ClientVersion
    if ($present -and [version] $present -ge [version] $Version) { Write-Report 'already' 0 '' }

    $installer = Join-Path $env:TEMP ('gsa-' + [guid]::NewGuid() + '.exe')
    try {
        Invoke-WebRequest -Uri $InstallerUrl -OutFile $installer -UseBasicParsing
        $hash = (Get-FileHash -LiteralPath $installer -Algorithm SHA256).Hash.ToLowerInvariant()
        if ($hash -ne $Sha256) { Write-Report 'failed' 1 "the installer's SHA-256 is $hash" }
        $process = Start-Process -FilePath $installer -ArgumentList '/quiet', '/norestart' -Wait -PassThru
        $code = $process.ExitCode
    }
    finally {
        if (Test-Path -LiteralPath $installer) { Remove-Item -LiteralPath $installer -Force }
    }
    # 3010 asks for a restart; the caller makes it when nobody is signed in.
    if ($code -eq 0 -or $code -eq 3010) { Write-Report 'installed' $code '' }
    Write-Report 'failed' $code 'the installer ended with this exit code'
}
catch {
    # The message of a failed download names the URL, which may carry a signature: only its kind is told.
    Write-Report 'failed' 1 $_.Exception.GetType().FullName
}
