BeforeDiscovery {
    $can = $IsLinux -and (id -u) -eq 0 -and (Test-Path /usr/sbin/useradd) -and (Test-Path /usr/lib/postgresql/*/bin/initdb) -and (Test-Path /usr/sbin/mariadbd)
}

Describe 'Items of Linux accounts that sources.yaml names' -Skip:(-not $can) {
    BeforeAll {
        . $PSScriptRoot/TestStore.ps1
        $store = New-TestStore
        $user = "bq$PID"
        $home_ = "$($store.Root)/homes/$user"
        $etc = "$($store.Root)/etc"
        chmod 755 $store.Root
        mkdir -p "$($store.Root)/homes" "$etc/zones"
        useradd --create-home --home-dir $home_ --uid (42000 + $PID % 1000) --shell /bin/sh $user
        $uid = id -u $user

        $bin = (Get-Item /usr/lib/postgresql/*/bin)[-1].FullName
        $pg = "$($store.Root)/pg"
        mkdir $pg
        chown postgres $pg
        runuser -u postgres -- $bin/initdb --auth=peer --no-sync --pgdata=$pg/data | Out-Null
        runuser -u postgres -- $bin/pg_ctl --wait --silent --pgdata=$pg/data --log=$pg/log "--options=-k $pg -c listen_addresses='' -c fsync=off" start
        function Invoke-PostgreSql([string] $Sql, [string] $Database = 'postgres') { $Sql | runuser -u postgres -- $bin/psql -X -q -A -t -h $pg -d $Database -f - }

        $my = "$($store.Root)/my"
        mkdir $my
        chown mysql $my
        mariadb-install-db --no-defaults --user=mysql --skip-test-db --tmpdir=$my --datadir=$my/data | Out-Null
        $mariadb = Start-Process /usr/sbin/mariadbd -PassThru -ArgumentList '--no-defaults', '--user=mysql', "--tmpdir=$my", "--datadir=$my/data", "--socket=$my/sock", "--pid-file=$my/pid", '--skip-networking', "--log-error=$my/log"
        mariadb-admin --no-defaults --socket=$my/sock --wait=60 --silent ping
        function Invoke-MariaDb([string] $Sql) { $Sql | mariadb --no-defaults --socket=$my/sock --batch --skip-column-names }

        Invoke-PostgreSql "CREATE ROLE ""$user"" LOGIN;"
        Invoke-PostgreSql "CREATE DATABASE shop OWNER ""$user"";"
        Invoke-PostgreSql "CREATE DATABASE ""${user}_blog"" OWNER ""$user"";"
        "CREATE TABLE items (name text); INSERT INTO items VALUES ('first');" | runuser -u $user -- $bin/psql -X -q -h $pg -d shop -f -
        Invoke-MariaDb "CREATE USER $user@localhost IDENTIFIED BY 'secret'; CREATE DATABASE ${user}_blog; GRANT ALL ON ``${user}_blog``.* TO $user@localhost; CREATE TABLE ${user}_blog.posts (name text); INSERT INTO ${user}_blog.posts VALUES ('second');"
        Set-Content "$etc/zones/example.org.zone" zone
        Set-Content "$etc/ftpd.passwd" "web:x:${uid}:${uid}::/home:/bin/false"
        mkdir "$home_/Maildir"
        Set-Content "$home_/Maildir/1" letter
        chown -R "${user}:" "$home_/Maildir"
        Set-Content "$($store.State)/sources.yaml" @"
defaults:
  Zones: [{files: ["$etc/zones/{domain}.zone"]}]
  Ftp: [{entries: $etc/ftpd.passwd}]
  Databases: [{server: postgresql, socket: $pg}, {server: mariadb, socket: $my/sock}]
  DatabaseUsers: [{server: postgresql, socket: $pg}, {server: mariadb, socket: $my/sock}]
"@
        chmod 600 "$($store.State)/sources.yaml"
        New-BkConnector -Name linux -Kind Linux | Out-Null
        Sync-BkConnector linux | Out-Null
        Set-BkAccount "linux/$user" -Domain example.org
        $backup = Backup-BkAccount "linux/$user"
    }

    AfterAll {
        runuser -u postgres -- $bin/pg_ctl --wait --silent --mode=immediate --pgdata=$pg/data stop
        $mariadb.Kill()
        $mariadb.WaitForExit()
        userdel $user
        Remove-Item $store.Root -Recurse -Force
    }

    It 'Are all in a backup, and none that the account has not' {
        $backup.Problems | Should -BeNullOrEmpty
        $backup.Items | Should -Be Config, HomeDirectory, DatabaseUsers, Databases, Zones, Emails, Ftp
        ($backup | Get-BkBackupFile -Item Databases).Path | Should -Be "${user}_blog.mariadb.sql", "${user}_blog.sql", 'shop.sql'
    }

    It 'Come back as they were' {
        Invoke-PostgreSql 'DELETE FROM items;' shop
        Invoke-MariaDb "DROP DATABASE ${user}_blog;"
        Remove-Item "$etc/zones/example.org.zone", "$home_/Maildir/1" -Force
        Clear-Content "$etc/ftpd.passwd"
        $result = $backup | Restore-BkAccount -Item DatabaseUsers, Databases, Zones, Emails, Ftp -Confirm:$false
        $result.Problems | Should -BeNullOrEmpty
        Invoke-PostgreSql 'SELECT name FROM items;' shop | Should -Be first
        Invoke-MariaDb "SELECT name FROM ${user}_blog.posts;" | Should -Be second
        Get-Content "$etc/zones/example.org.zone" | Should -Be zone
        Get-Content "$home_/Maildir/1" | Should -Be letter
        Get-Content "$etc/ftpd.passwd" | Should -BeLike 'web:x:*'
    }

    It 'Come back one database alone, and are kept where they are there' {
        Invoke-PostgreSql "UPDATE items SET name = 'live';" shop
        Invoke-MariaDb "DELETE FROM ${user}_blog.posts;"
        ($backup | Restore-BkAccount -Item Databases -Merge -Confirm:$false).Kept | Should -Be 3
        $backup | Restore-BkAccount -Item Databases -Path shop.sql -Confirm:$false | Out-Null
        Invoke-PostgreSql 'SELECT name FROM items;' shop | Should -Be first
        Invoke-MariaDb "SELECT name FROM ${user}_blog.posts;" | Should -BeNullOrEmpty
    }

    It 'Go into a folder as files that the servers'' own programs read' {
        $backup | Restore-BkAccount -Item Databases, DatabaseUsers -Destination "$($store.Root)/out" | Out-Null
        "$($store.Root)/out/Databases/shop.sql" | Should -FileContentMatch 'PostgreSQL database dump'
        "$($store.Root)/out/DatabaseUsers/mariadb.sql" | Should -FileContentMatch 'CREATE USER'
        Invoke-PostgreSql 'CREATE DATABASE elsewhere;'
        chmod -R a+rX "$($store.Root)/out"
        Get-Content -Raw "$($store.Root)/out/Databases/shop.sql" | runuser -u postgres -- $bin/psql -X -q -h $pg -d elsewhere -v ON_ERROR_STOP=1 -f - | Out-Null
        Invoke-PostgreSql 'SELECT name FROM items;' elsewhere | Should -Be first
    }

    It 'Make the backup partial where a server has stopped' {
        runuser -u postgres -- $bin/pg_ctl --wait --silent --mode=immediate --pgdata=$pg/data stop
        $partial = Backup-BkAccount "linux/$user"
        runuser -u postgres -- $bin/pg_ctl --wait --silent --pgdata=$pg/data --log=$pg/log "--options=-k $pg -c listen_addresses='' -c fsync=off" start
        $partial.Partial | Should -BeTrue
        $partial.Problems | Should -BeLike '*No such file or directory*'
        $partial.Items | Should -Contain HomeDirectory
    }

    It 'Refuse a list that is wrong, with the line and the column' {
        Copy-Item "$($store.State)/sources.yaml" "$($store.Root)/sources.yaml"
        Set-Content "$($store.State)/sources.yaml" "defaults:`n  Zone: []"
        $failure = Get-Failure { Backup-BkAccount "linux/$user" }
        Copy-Item "$($store.Root)/sources.yaml" "$($store.State)/sources.yaml"
        $failure.FullyQualifiedErrorId | Should -BeLike 'StateDamaged,*'
        $failure.Exception.Message | Should -BeLike '*sources.yaml:2:3: "Zone" is none of*'
    }
}
