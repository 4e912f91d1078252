<?php
require __DIR__ . '/../app/bootstrap.php';
Harbour\Shop::serve($_SERVER['REQUEST_URI']);
