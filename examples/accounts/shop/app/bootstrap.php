<?php
spl_autoload_register(fn($c) => require __DIR__ . '/' . strtr($c, '\\', '/') . '.php');
